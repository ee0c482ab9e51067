import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { code, copied, element, Playground } from './support/playground.ts'

/** The playground, as `npm start` serves it and as a folder on a static host: chosen, copied, pasted, seen. More of it in `more/`. */
let place: Playground
beforeAll(async () => (place = await Playground.open()))
afterAll(async () => await place.close())
afterEach(async () => await place.leave())

test('from npm start: a layout, a look and a colour are seen at once, copied, and the same on a blank page', async () => {
  const { page, frame, complaints } = await place.visit(place.served)
  await page.getByLabel('layout', { exact: true }).selectOption('bubble')
  await page.getByLabel('look', { exact: true }).selectOption('classic')
  await page.getByText('Colours', { exact: true }).click()
  await page.getByLabel('--sc-accent', { exact: true }).fill('rgb(122, 59, 0)')
  await frame.locator('stranger-chat[layout=bubble][look=classic] .launcher').waitFor()
  const accent = (chat: Element): string => getComputedStyle(chat).getPropertyValue('--sc-accent')
  await expect.poll(() => element(frame).evaluate(accent)).toBe('rgb(122, 59, 0)')

  const html = await copied(page)
  expect(html).toBe(await code(page).textContent())
  expect(html).toContain('<stranger-chat layout="bubble" look="classic"></stranger-chat>')
  const visitor = await place.pasted(html)
  await visitor.chat.locator('.launcher').click()
  await visitor.button('Start talking').waitFor()
  expect(await visitor.chat.evaluate(accent)).toBe('rgb(122, 59, 0)')
  // Two lines are enough: the script knows its server.
  await visitor.start(['playgrounds'])
  await visitor.reads('Looking for someone who likes playgrounds.')
  expect(complaints).toEqual([])
})

test('from a static host: it talks to the server the owner names, once told to', async () => {
  const { page, frame } = await place.visit(`${place.onStaticHost}#server=${place.server.url}`)
  await page.getByText(`The link that you opened names the server ${place.server.url}`).waitFor()
  await page.getByLabel('Talk to the server').check()
  await frame.getByRole('button', { name: 'Start talking' }).click()
  await frame.getByText('Before you start').waitFor()
})

describe('the address', () => {
  test('of somebody who means ill is words and nothing else', async () => {
    const { page, frame, complaints } = await place.visit(place.served)
    const reader = await page.context().newPage()
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    const words = [
      '"><script>alert(1)</script>',
      '" onfocus="alert(1)" autofocus="',
      '</stranger-chat><iframe srcdoc="<script>alert(1)</script>">',
      '&quot;&gt;<img src=x onerror=alert(1)>',
    ]
    for (const text of words) {
      const evil = encodeURIComponent(text)
      await page.evaluate(
        (hash) => void (location.hash = hash),
        [
          ...[`label=${evil}`, `interests=${evil}`, `layout=${evil}`, `server=${evil}`, `onclick=${evil}`],
          ...[
            `--sc-accent=${evil}`,
            '--sc-surface=url(https://evil.example/x)',
            `--sc-danger=red;}</style>${evil}`,
            `~scene=${evil}`,
          ],
        ].join('&'),
      )
      await expect.poll(() => code(page).textContent()).toContain('label="')
      await expect.poll(() => element(frame).getAttribute('label')).toBe(text)
      const found = await reader.evaluate(
        (html) => {
          const { body, head } = new DOMParser().parseFromString(`<body>${html}`, 'text/html')
          const all = [...head.children, ...body.querySelectorAll('*')]
          return all.map((one) => [one.localName, ...one.getAttributeNames(), one.getAttribute('label')])
        },
        (await code(page).textContent()) ?? '',
      )
      expect(found).toEqual([
        ['script', 'type', 'src', null],
        ['stranger-chat', 'interests', 'label', text],
      ])
    }
    expect([...asked].filter((origin) => origin !== place.server.url)).toEqual([])
    expect(complaints).toEqual([])
  })
})

test('every state can be seen without a server', async () => {
  const { page, frame, complaints } = await place.visit(place.onStaticHost)
  const shows = {
    gate: 'Before you start',
    searching: 'Looking for someone who likes tea.',
    lonely: 'The only other person here is you.',
    matched: 'You both like tea.',
    chatting: 'Then it has better manners than most of us.',
    typing: 'Stranger is typing',
    away: 'They are away',
    reconnecting: 'Reconnecting',
    ended: 'They left. Your words went with them.',
    report: 'What happened?',
    reported: 'Reported. Case CASE-1.',
    banned: 'Adverts were sent from here again and again.',
    unreachable: 'Can’t reach the server.',
    live: 'Talk to someone you’ve never met.',
  }
  const select = page.getByLabel('State', { exact: true })
  const scenes = await select
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  expect(scenes.toSorted()).toEqual(Object.keys(shows).toSorted())
  for (const [scene, words] of Object.entries(shows)) {
    await select.selectOption(scene)
    await frame.getByText(words).first().waitFor()
  }
  expect(complaints).toEqual([])
})

test('of two changes in haste the last one is played, once', async () => {
  const { page, frame, complaints } = await place.visit(place.onStaticHost)
  await element(frame).waitFor()
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector<HTMLIFrameElement>('#frame') ?? {}
    for (const scene of ['ended', 'chatting'])
      contentWindow?.postMessage({ hash: `#~scene=${scene}`, real: false }, location.origin)
  })
  await frame.getByText('Then it has better manners than most of us.').waitFor()
  await frame.getByText('🌿🫖').waitFor()
  // Played twice it would all be said twice.
  expect(await frame.locator('.message').count()).toBe(6)
  expect(complaints).toEqual([])
})

test('what is hard to make out is said, what can’t be is left out', async () => {
  const { page } = await place.visit(place.served)
  await page.getByText('Colours', { exact: true }).click()
  const field = page.getByLabel('--sc-text', { exact: true })
  await field.fill('#999')
  await page.getByText('light 2.7:1 on surface: below 4.5:1').waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: 'Hard to make out: text on surface (light, 2.7:1)' })
    .waitFor()
  await field.fill('no colour')
  await page.getByText('Not a colour the browser knows.').locator('visible=true').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await code(page).textContent()).toContain('--sc-text: #999;')
  await page.getByLabel('text, dark', { exact: true }).fill('#eeeeee')
  await expect.poll(() => code(page).textContent()).toContain('--sc-text: light-dark(#999999, #eeeeee);')
})
