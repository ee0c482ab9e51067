import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { Hosts } from '../support/hosts.ts'
import { arrive, CORNERS, differences, look, pixelsApart, TORTURES, wear } from '../support/tortures.ts'

/** Whatever a page's styles say, the element's inside looks as it does on an empty page: each torture by itself, in each state. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

async function isUnmoved(visitor: Visitor, state: string): Promise<void> {
  // Nothing of it under the pointer, wherever a sheet puts it.
  await visitor.page.mouse.move(0, 0)
  await wear(visitor, '')
  const clean = await look(visitor)
  for (const [name, sheet] of Object.entries(TORTURES)) {
    await wear(visitor, sheet)
    const { styles, picture } = await look(visitor)
    expect(differences(clean.styles, styles), `${state}: ${name}`).toEqual([])
    expect(await pixelsApart(visitor, clean.picture, picture), `${state}: ${name}, in pixels`).toBeLessThan(
      CORNERS,
    )
  }
  await wear(visitor, '')
  const after = await look(visitor)
  expect(
    await pixelsApart(visitor, clean.picture, after.picture),
    `${state}: something else moved`,
  ).toBeLessThan(CORNERS)
}

describe('on a page of torture the inside is the same to the pixel', () => {
  test('the welcome, the rules, the chat, a report', async () => {
    const ann = await arrive(hosts)
    await ann.chat.getByRole('textbox', { name: 'Interests' }).fill('torture')
    await ann.chat.getByRole('textbox', { name: 'Interests' }).press('Enter')
    await ann.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await isUnmoved(ann, 'the welcome')
    await ann.button('Start talking').click()
    await ann.chat.locator('[data-room=gate]').waitFor()
    await isUnmoved(ann, 'the rules')
    await ann.chat.getByRole('radio', { name: '18 or older' }).check()
    await ann.chat.getByRole('checkbox').check()
    await ann.button('Start talking').click()
    const ben = await hosts.arrive(`${hosts.server.url}/?one`)
    await ben.start(['torture'])
    await Promise.all([ann.matched(), ben.matched()])
    await ben.says('hello, this one is long enough for a second line of its own')
    await ann.hears(['hello, this one is long enough for a second line of its own'])
    await ann.says('see https://tea.example/')
    await ben.hears(['see https://tea.example/'])
    await expect.poll(() => ann.unsent()).toBe(0)
    await ann.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await isUnmoved(ann, 'the chat')
    await ann.button('Report').click()
    await ann.chat.getByRole('button', { name: 'A threat' }).click()
    await ann.chat.getByRole('dialog').waitFor()
    await isUnmoved(ann, 'a report')
  })
})
