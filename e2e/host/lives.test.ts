import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Visitor } from '../support/browser.ts'
import { Hosts } from '../support/hosts.ts'
import { chatting, goesOn, sockets } from '../support/lives.ts'

/** What becomes of a chat when the page moves its element about, takes it away, or is left and come back to. More ways in `more/`. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open({ args: ['--dev'] }, { keepsPages: true })))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

test('taken out and put back within a second it keeps its chat, its words and its one socket', async () => {
  const chat = await chatting(hosts, 'remounts')
  await chat.ann.chat.evaluate(async (element) => {
    const parent = element.parentNode!
    element.remove()
    await new Promise((resolve) => setTimeout(resolve, 700))
    parent.append(element)
  })
  await goesOn(chat)
})

test('taken out for longer it says bye: the other one is told at once, and not that they are away', async () => {
  const { ann, ben, lines } = await chatting(hosts, 'goodbyes')
  await ann.chat.evaluate((element) => element.remove())
  await ben.reads('They left')
  await expect.poll(lines.open).toBe(0)
  // What was said is still in the tab: put back, it can be read and reported.
  await ann.page.evaluate(() =>
    document.querySelector('main')!.append(document.createElement('stranger-chat')),
  )
  await ann.hears(['before'])
  await ann.sees(ann.title, 'Chat ended')
  await ann.button('Report').waitFor()
})

test('moved in the page by moveBefore it keeps its chat, what is typed and where the caret is', async () => {
  const chat = await chatting(hosts, 'moves')
  await chat.ann.field.fill('half a sente')
  await chat.ann.chat.evaluate((element) => {
    const body = document.body as HTMLElement & { moveBefore: (node: Node, before: Node | null) => void }
    body.moveBefore(element, null)
  })
  expect(await chat.ann.field.inputValue()).toBe('half a sente')
  expect(await chat.ann.focus()).toBe('textarea: Message')
  await goesOn(chat)
})

test('mounted, unmounted and mounted in one turn, as React’s StrictMode does, it opens one socket', async () => {
  const page = `<!doctype html><html lang="en"><title>a site</title><main></main>
    <script type="module" src="${hosts.server.url}/stranger-chat.js"></script>`
  const ann = await hosts.arrive(await hosts.site(page))
  const lines = sockets(ann.page)
  await ann.page.evaluate(() => {
    const element = document.createElement('stranger-chat')
    const main = document.querySelector('main')!
    main.append(element)
    element.remove()
    main.append(element)
  })
  await ann.start(['strictness'])
  await ann.sees(ann.title, 'Searching')
  expect(lines.all.length).toBe(1)
})

test('two of them in one page, of other names, languages, looks and keys, have a chat with each other', async () => {
  const other = hosts.server.url.replace('127.0.0.1', 'localhost')
  const page = `<!doctype html><html lang="en"><title>a site</title>
    <stranger-chat server="${hosts.server.url}" storage-key="left" theme="light"></stranger-chat>
    <stranger-chat server="${other}" storage-key="right" theme="dark" look="classic" lang="id" languages="en"></stranger-chat>
    <script type="module" src="${hosts.server.url}/stranger-chat.js"></script>`
  const left = await hosts.arrive(await hosts.site(page))
  const right = new Visitor(left.page, left.page.locator('stranger-chat').nth(1))
  await left.start(['twins'])
  await right.chat.evaluate((element) => Object.assign(element, { interests: ['twins'] }))
  await right.button('Mulai mengobrol').click()
  await right.chat.getByRole('radio').last().check()
  await right.chat.getByRole('checkbox').check()
  await right.button('Mulai mengobrol').click()
  await left.matched()
  await left.says('hello, over there')
  await right.hears(['hello, over there'])
  const colours = await left.page.evaluate(() =>
    [...document.querySelectorAll('stranger-chat')].map(
      (element) => getComputedStyle(element.shadowRoot!.querySelector('.panel')!).backgroundColor,
    ),
  )
  expect(new Set(colours).size).toBe(2)
  expect(left.complaints.said).toEqual([])
})

test('a page that is left and come back to from the browser’s cache goes on in its chat', async () => {
  const { ann, ben, lines } = await chatting(hosts, 'journeys')
  await ann.page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted }))
  })
  await ann.page.goto(`${hosts.server.url}/healthz`)
  await ben.sees(ben.title, 'They are away')
  await ben.says('while you were away')
  await ann.page.goBack({ waitUntil: 'commit' })
  // It is the same page, not one that was loaded again.
  expect(await ann.page.evaluate(() => (globalThis as unknown as { persisted: boolean }).persisted)).toBe(
    true,
  )
  await ann.hears(['before', 'while you were away'])
  await ann.says('here again')
  await ben.hears(['here again'])
  expect(lines.open()).toBe(1)
})
