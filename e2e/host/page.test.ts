import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { Hosts } from '../support/hosts.ts'
import { twoLines } from '../support/site.ts'

/** What the element leaves alone: a page is its owner's, before, during and after a chat. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

/** What Lit has its copies on one page share; the element has no name of its own there. */
const LITS = ['litElementVersions', 'litHtmlVersions', 'litPropertyMetadata', 'reactiveElementVersions']

/** All that a page has and others could see, but for the element's own inside. */
const everything = (visitor: Visitor) =>
  visitor.page.evaluate(async () => ({
    names: Object.getOwnPropertyNames(globalThis),
    head: document.head.innerHTML,
    body: document.body.innerHTML,
    root: [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`),
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
    title: document.title,
    address: location.href,
    steps: history.length,
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    focus: document.activeElement?.localName,
    scroll: [scrollX, scrollY],
  }))

const kept = (visitor: Visitor) =>
  visitor.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])

/** Runs in the page, before anything else: counts what makes a sound. */
function listenForSound(): void {
  const made: string[] = []
  Object.defineProperty(globalThis, 'sounds', { value: made })
  for (const name of ['AudioContext', 'Audio', 'SpeechSynthesisUtterance', 'Notification'] as const) {
    const Real = globalThis[name] as new (...args: unknown[]) => object
    Object.assign(globalThis, {
      [name]: new Proxy(Real, {
        construct(target, args) {
          made.push(name)
          return Reflect.construct(target, args)
        },
      }),
    })
  }
}

test('a whole chat leaves no global, no title, no sound, no cookie, no mark on the page, and asks only the server', async () => {
  const site = await hosts.site(
    `<!doctype html><html lang="en"><head><title>a site</title></head><body><h1>A site</h1></body>`,
  )
  const visitor = await hosts.arrive(site)
  await visitor.page.addInitScript(listenForSound)
  await visitor.page.goto(site)
  const asked: string[] = []
  visitor.page.on('request', (request) => void asked.push(request.url()))
  visitor.page.on('websocket', (socket) => void asked.push(socket.url()))
  const before = await everything(visitor)

  await visitor.page.evaluate((at) => {
    document.body.append(document.createElement('stranger-chat'))
    const script = Object.assign(document.createElement('script'), {
      type: 'module',
      src: `${at}/stranger-chat.js`,
    })
    document.head.append(script)
  }, hosts.server.url)
  await visitor.button('Start talking').waitFor()
  await visitor.chat.getByRole('textbox', { name: 'Interests' }).fill('manners')
  await visitor.chat.getByRole('textbox', { name: 'Interests' }).press('Enter')
  // Nothing is kept and nobody is asked before Start.
  expect(await kept(visitor)).toEqual([])
  expect(asked).toEqual([
    `${hosts.server.url}/stranger-chat.js`,
    expect.stringMatching(/\/stranger-chat\/shell-[\w-]+\.js$/),
    expect.stringMatching(/\/stranger-chat\/panel-[\w-]+\.js$/),
  ])

  const ben = await hosts.arrive(`${hosts.server.url}/?one`)
  await Promise.all([visitor.start(), ben.start(['manners'])])
  await Promise.all([visitor.matched(), ben.matched()])
  await ben.says('hello')
  await visitor.hears(['hello'])
  await visitor.says('hello to you')
  await ben.hears(['hello to you'])
  await visitor.button('Report').click()
  await visitor.chat.getByRole('button', { name: 'A threat' }).click()
  await visitor.button('Send report').click()
  await visitor.chat.getByText(/^Reported\. Case /).waitFor()
  await visitor.page.keyboard.press('Escape')
  const names = await kept(visitor)
  expect(names.length).toBeGreaterThan(0)
  const own = `stranger-chat:${hosts.server.url}`
  expect(names.filter((name) => !name.startsWith(own))).toEqual([])

  await visitor.page.evaluate(() => {
    document.querySelector('stranger-chat')?.remove()
    document.querySelector('script')?.remove()
  })
  const { names: now, ...after } = await everything(visitor)
  const { names: then, ...clean } = before
  expect(after).toEqual(clean)
  expect(now.filter((name) => !then.includes(name)).sort()).toEqual(LITS)
  expect(then.filter((name) => !now.includes(name))).toEqual([])
  expect(await visitor.page.evaluate(() => (globalThis as unknown as { sounds: string[] }).sounds)).toEqual(
    [],
  )
  const others = asked.filter((url) => !url.startsWith(hosts.server.url) && !url.startsWith(hosts.sockets))
  expect(others).toEqual([])
  expect(visitor.complaints.said).toEqual([])
})

describe('storage', () => {
  const stored = (visitor: Visitor) =>
    visitor.page.evaluate(() => [localStorage.length, sessionStorage.length] as const)
  for (const [policy, expected] of [
    ['device', ['some', 'some']],
    ['session', ['none', 'some']],
    ['none', ['none', 'none']],
  ] as const)
    test(`"${policy}" keeps ${expected[0]} on the device and ${expected[1]} in the tab`, async () => {
      const page = twoLines(hosts.server.url).replace(
        '<stranger-chat>',
        `<stranger-chat storage="${policy}">`,
      )
      const visitor = await hosts.arrive(await hosts.site(page))
      await visitor.start(['storage'])
      await visitor.sees(visitor.title, 'Searching')
      expect((await stored(visitor)).map((count) => (count > 0 ? 'some' : 'none'))).toEqual(expected)
    })
})

describe('focus and place', () => {
  /** The element below the fold, with what the README says to write against a jump. */
  const rule = 'stranger-chat:not(:defined) { display: block; height: 600px }'
  const below = (style: string) =>
    `<!doctype html><html lang="en"><title>a site</title><style>${style}</style>
    <h1>A site</h1><p style="height: 1400px">Far down there is a chat.</p><stranger-chat></stranger-chat><p>And more below it.</p>
    <script type="module" src="${hosts.server.url}/stranger-chat.js"></script>`

  test('loading takes no focus and scrolls nothing, wherever the element lies', async () => {
    const visitor = await hosts.arrive(await hosts.site(below(rule)))
    await visitor.button('Start talking').waitFor()
    const seen = await visitor.page.evaluate(() => [document.activeElement?.localName, scrollY])
    expect(seen).toEqual(['body', 0])
    // Nor does what comes by itself later: a search that the page starts, a stranger, their words.
    const ben = await hosts.arrive(`${hosts.server.url}/?one`)
    await visitor.start(['folds'])
    await visitor.page.evaluate(() => {
      ;(document.activeElement as HTMLElement | null)?.blur()
      scrollTo(0, 0)
    })
    await ben.start(['folds'])
    await visitor.matched()
    await ben.says('hello')
    await visitor.hears(['hello'])
    expect(await visitor.page.evaluate(() => [document.activeElement?.localName, scrollY])).toEqual([
      'body',
      0,
    ])
  })

  const shift = (visitor: Visitor): Promise<number> =>
    visitor.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          })
          observer.observe({ type: 'layout-shift', buffered: true })
          // What the browser has seen so far comes before the second frame.
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 0)))
        }),
    )
  const visible = (style: string) => below(style).replace('height: 1400px', 'height: 20px')

  test('nothing jumps when it gets ready, with the README’s rule for before; without it something does', async () => {
    const slowly = async (style: string): Promise<Visitor> => {
      const visitor = await hosts.arrive('about:blank')
      let go = (): void => undefined
      const held = new Promise<void>((resolve) => (go = resolve))
      await visitor.page.route('**/stranger-chat.js', async (route) => {
        await held
        await route.continue()
      })
      await visitor.page.goto(await hosts.site(visible(style)), { waitUntil: 'commit' })
      await visitor.page.getByText('And more below it.').waitFor()
      await visitor.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      )
      go()
      await visitor.button('Start talking').waitFor()
      return visitor
    }
    expect(await shift(await slowly(rule))).toBe(0)
    expect(await shift(await slowly(''))).toBeGreaterThan(0)
  })
})
