import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { code, copied, element, Playground } from '../support/playground.ts'

/** What of the playground takes its time: a page that talks by itself, a link in another's hands, axe at every width. */
let place: Playground
beforeAll(async () => (place = await Playground.open()))
afterAll(async () => await place.close())
afterEach(async () => await place.leave())

test('from a static host: the stranger in the page plays along, and the address that is typed is the snippet’s', async () => {
  const { page, frame, complaints } = await place.visit(place.onStaticHost)
  expect(await code(page).textContent()).toContain('src="https://chat.example/stranger-chat.js"')
  await frame.getByRole('button', { name: 'Start talking' }).click()
  await frame.locator('.words', { hasText: 'You picked tea as well?' }).waitFor()
  await page.getByLabel('server', { exact: true }).fill(place.server.url)
  await page.getByLabel('lang', { exact: true }).selectOption('id')
  await frame.getByText('Bersama orang asing').first().waitFor()
  const visitor = await place.pasted(await copied(page))
  await visitor.button('Mulai mengobrol').waitFor()
  expect(await visitor.chat.evaluate((chat) => chat.getAttribute('lang'))).toBe('id')
  expect(complaints).toEqual([])
})

test('the address holds all that is chosen, for whoever gets it', async () => {
  const { page } = await place.visit(place.served)
  await page.getByLabel('theme', { exact: true }).selectOption('dark')
  await page.getByLabel('State', { exact: true }).selectOption('away')
  await page.getByRole('radio', { name: '768' }).check()
  await page.getByRole('button', { name: 'Copy a link' }).click()
  await page.getByRole('status').filter({ hasText: 'Link copied.' }).waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const { page: other, frame } = await place.visit(link)
  await frame.getByText('They are away').first().waitFor()
  expect(await other.getByLabel('theme', { exact: true }).inputValue()).toBe('dark')
  expect(await frame.locator('html').evaluate(() => innerWidth)).toBe(768)
  await other.getByRole('button', { name: 'Back to the defaults' }).click()
  await expect.poll(() => other.evaluate(() => location.hash)).toBe('')
  expect(await other.getByLabel('theme', { exact: true }).inputValue()).toBe('auto')
})

test('axe finds nothing, light and dark, wide and at 320 px', async () => {
  const { page, frame } = await place.visit(
    `${place.served}#server=https://a.example&--sc-text=%23999&~scene=chatting`,
  )
  for (const title of ['Colours', 'Sizes, corners and type'])
    await page.getByText(title, { exact: true }).click()
  await page.getByLabel('max-length', { exact: true }).fill('many')
  await element(frame).waitFor()
  await page.evaluate(axe.source)
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    // The frame holds an element whose colours the owner chose: that one is judged elsewhere. Dark is colours and nothing else.
    const { violations } = await page.evaluate(
      (more) => (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['iframe'] }, more),
      {
        iframes: false,
        ...(colorScheme === 'dark' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
      },
    )
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    )
    expect(found, `${width}, ${colorScheme}`).toEqual([])
  }
})
