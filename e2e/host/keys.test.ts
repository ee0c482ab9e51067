import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { signIn } from '../support/console.ts'
import { Hosts } from '../support/hosts.ts'
import { twoLines } from '../support/site.ts'

/** A page with shortcuts of its own, while somebody types in the element. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

interface Heard {
  readonly bubbled: string[]
  readonly captured: string[]
}

/** What the page's own listeners heard of the keyboard since the last look: as most libraries listen, and as the eager do. */
async function heard(visitor: Visitor): Promise<Heard> {
  return await visitor.page.evaluate(() => {
    const page = globalThis as unknown as { heard: Heard }
    const { bubbled, captured } = page.heard
    return { bubbled: bubbled.splice(0), captured: captured.splice(0) }
  })
}

/** A visitor of a page that listens to every key; with a field of its own in a slot. */
async function arrive(): Promise<Visitor> {
  const page = twoLines(hosts.server.url).replace(
    '</stranger-chat>',
    '<label slot="footer">Mine <input id="mine"></label></stranger-chat>',
  )
  const visitor = await hosts.arrive(await hosts.site(page))
  await visitor.page.evaluate(() => {
    const log: Heard = { bubbled: [], captured: [] }
    Object.assign(globalThis, { heard: log })
    for (const type of ['keydown', 'keypress', 'keyup'] as const) {
      for (const target of [document, window])
        target.addEventListener(type, (event) => log.bubbled.push((event as KeyboardEvent).key))
      document.addEventListener(type, ({ key }) => log.captured.push(key), { capture: true })
    }
  })
  return visitor
}

/** Keys that write, move and delete; a phone's Unidentified among them, and what a desktop has for whole words. */
const EDITING = [
  ...['a', 'S', '?', '/', '1', 'Backspace', 'Delete', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'Space'],
  ...['Control+a', 'Control+c', 'Control+x', 'Control+v', 'Control+z', 'Control+Shift+z', 'Control+y'],
  ...['Control+ArrowLeft', 'Control+Shift+ArrowRight', 'Control+Backspace', 'Control+Delete', 'Control+Home'],
  ...['Meta+a', 'Meta+z', 'Meta+ArrowLeft', 'Alt+ArrowRight', 'Alt+Backspace', 'Shift+End'],
]

async function isQuiet(visitor: Visitor, field: Locator): Promise<void> {
  await field.focus()
  await heard(visitor)
  for (const key of EDITING) await visitor.page.keyboard.press(key)
  const { bubbled, captured } = await heard(visitor)
  // Of a combination the modifier is a key of its own, and writes nothing.
  expect(bubbled.filter((key) => !/^(Control|Meta|Alt|Shift)$/.test(key))).toEqual([])
  expect(captured).toContain('a')
}

test('no shortcut of the page fires while somebody types, in whichever field of the element', async () => {
  const [ann, ben] = [await arrive(), await hosts.arrive(`${hosts.server.url}/?one`)]
  await isQuiet(ann, ann.chat.getByRole('textbox', { name: 'Interests' }))
  await ann.chat.evaluate((element) => Object.assign(element, { interests: [] }))
  await Promise.all([ann.start(['keys']), ben.start(['keys'])])
  await Promise.all([ann.matched(), ben.matched()])
  await isQuiet(ann, ann.field)
  await ben.says('hello')
  await ann.hears(['hello'])
  await ann.button('Report').click()
  await ann.chat.getByRole('button', { name: 'A threat' }).click()
  await isQuiet(ann, ann.chat.getByRole('dialog').getByRole('textbox'))
})

test('nor while somebody who was shut out writes an appeal', async () => {
  const [ann, ben] = [await arrive(), await hosts.arrive(`${hosts.server.url}/?one`)]
  await Promise.all([ann.start(['appeals']), ben.start(['appeals'])])
  await Promise.all([ann.matched(), ben.matched()])
  await ben.button('Report').click()
  await ben.chat.getByRole('button', { name: 'A threat' }).click()
  await ben.button('Send report').click()
  await ben.chat.getByText(/^Reported\. Case /).waitFor()
  const moderate = await signIn(hosts.server)
  const file = (await (await moderate('/next', {})).json()) as {
    readonly row: { readonly case: string }
    readonly version: number
  }
  const ban = { version: file.version, action: 'ban', forMs: 7 * 86_400_000, policies: ['threats'] }
  expect((await moderate(`/cases/${file.row.case}/decide`, ban)).status).toBe(200)
  await ann.reads('You can’t chat here for now.')
  await isQuiet(ann, ann.chat.getByRole('textbox', { name: 'Your appeal' }))
})

test('what isn’t typing goes on to the page: combinations, Tab, function keys, an Esc with nothing to do', async () => {
  const visitor = await arrive()
  await visitor.chat.getByRole('textbox', { name: 'Interests' }).focus()
  for (const key of ['Control+k', 'Meta+Shift+p', 'F2', 'Escape', 'Tab'])
    await visitor.page.keyboard.press(key)
  const { bubbled } = await heard(visitor)
  for (const key of ['k', 'p', 'F2', 'Escape', 'Tab'])
    expect(bubbled.map((one) => one.replace('P', 'p'))).toContain(key)
})

test('what the page put into a slot keeps its own keys', async () => {
  const visitor = await arrive()
  await visitor.start(['slots'])
  await visitor.page.locator('#mine').focus()
  await heard(visitor)
  await visitor.page.keyboard.press('a')
  expect((await heard(visitor)).bubbled).toContain('a')
  // Its Esc isn't the element's either: that one would leave the search.
  await visitor.page.keyboard.press('Escape')
  expect((await heard(visitor)).bubbled).toContain('Escape')
  await visitor.sees(visitor.title, 'Searching')
})

test('a listener that captures hears everything: nothing inside a page can hide keys from it', async () => {
  const visitor = await arrive()
  await visitor.chat.getByRole('textbox', { name: 'Interests' }).focus()
  await heard(visitor)
  await visitor.page.keyboard.type('tea')
  const { bubbled, captured } = await heard(visitor)
  expect(bubbled).toEqual([])
  expect(captured.filter((_, at) => at % 3 === 0)).toEqual(['t', 'e', 'a'])
})

test('what is pasted with markup and pictures arrives as its words', async () => {
  const [ann, ben] = [await arrive(), await hosts.arrive(`${hosts.server.url}/?one`)]
  await Promise.all([ann.start(['pasting']), ben.start(['pasting'])])
  await Promise.all([ann.matched(), ben.matched()])
  await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ann.page.evaluate(async () => {
    const copied = {
      'text/plain': 'mint & <b>tea</b>',
      'text/html':
        '<h1 style="color: red">mint &amp; tea</h1><img src="https://evil.example/x" onerror="alert(1)">',
    }
    const blobs = Object.entries(copied).map(([type, text]) => [type, new Blob([text], { type })])
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
  })
  await ann.field.focus()
  await ann.page.keyboard.press('Control+v')
  await expect.poll(() => ann.field.inputValue()).toBe('mint & <b>tea</b>')
  await ann.button('Send').click()
  await ben.hears(['mint & <b>tea</b>'])
})
