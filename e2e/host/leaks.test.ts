import type { CDPSession } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Hosts } from '../support/hosts.ts'

/** Ten elements come, talk and go: nothing of them stays in the page. */
let hosts: Hosts
beforeAll(async () => {
  const limits = { joinBurst: 100, sockets: 100 }
  hosts = await Hosts.open({ args: ['--dev'], config: { limits } })
})
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

const MOUNTS = 10

/** Runs in the page, before anything else: keeps count of what is under way. */
function count(): void {
  const timers = new Set<unknown>()
  const sockets = new Set<WebSocket>()
  const { setTimeout: set, clearTimeout: clear, WebSocket: Socket } = globalThis
  Object.assign(globalThis, {
    underway: { timers, sockets },
    setTimeout: (task: () => void, ms?: number): unknown => {
      const timer = set(() => {
        timers.delete(timer)
        task()
      }, ms)
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer: number) => {
      timers.delete(timer)
      clear(timer)
    },
    WebSocket: class extends Socket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args)
        sockets.add(this)
        this.addEventListener('close', () => sockets.delete(this))
      }
    },
  })
}

interface Counted {
  readonly timers: number
  readonly sockets: number
  readonly listeners: number
  readonly elements: number
}

test('after ten chats no element is alive, and listeners, timers and sockets are as before', async () => {
  const page = `<!doctype html><html lang="en"><title>a site</title><link rel="icon" href="data:,"><main></main>
    <script type="module" src="${hosts.server.url}/stranger-chat.js"></script>`
  const site = await hosts.site(page)
  const visitor = await hosts.arrive(site)
  await visitor.page.addInitScript(count)
  await visitor.page.goto(site)
  const devtools = await visitor.page.context().newCDPSession(visitor.page)
  await devtools.send('HeapProfiler.enable')
  await devtools.send('Performance.enable')

  const counted = async (): Promise<Counted> => {
    await devtools.send('HeapProfiler.collectGarbage')
    const underway = await visitor.page.evaluate(() => {
      const { timers, sockets } = (globalThis as unknown as { underway: Record<string, Set<unknown>> })
        .underway
      return { timers: timers?.size ?? NaN, sockets: sockets?.size ?? NaN }
    })
    return { ...underway, listeners: await listeners(devtools), elements: await alive(devtools) }
  }
  const metric = async (name: string): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find((one) => one.name === name)?.value ?? NaN
  }

  /** Two who meet in this page, talk, and are taken out in the middle of it, or after it. */
  const comeAndGo = async (round: number): Promise<void> =>
    await visitor.page.evaluate(
      async ([interest, over]) => {
        interface Element extends HTMLElement {
          storage: string
          interests: readonly string[]
          start: () => void
          stop: () => void
          send: (text: string) => boolean
        }
        const until = async (what: () => unknown): Promise<void> => {
          while (!what()) await new Promise(requestAnimationFrame)
        }
        await customElements.whenDefined('stranger-chat')
        const both = [0, 1].map(() => {
          const element = document.createElement('stranger-chat') as Element
          element.storage = 'none'
          element.interests = [interest]
          document.querySelector('main')!.append(element)
          return element
        })
        for (const element of both) element.start()
        const inside = (element: Element, what: string) =>
          element.shadowRoot!.querySelector<HTMLInputElement>(what)
        for (const element of both) {
          await until(() => inside(element, '[data-room=gate]') ?? inside(element, '[data-room=talk]'))
          for (const control of element.shadowRoot!.querySelectorAll<HTMLInputElement>(
            '[data-room=gate] input',
          ))
            control.click()
          await until(() => {
            inside(element, '[data-room=gate] [part~=button-start]')?.click()
            return inside(element, '[data-room=talk]')
          })
        }
        await until(() => both.every((element) => element.matches(':state(chatting)')))
        const [one, two] = both as [Element, Element]
        await until(() => one.send('hello'))
        await until(() => inside(two, '[part~=message-stranger]'))
        if (over) one.stop()
        for (const element of both) element.remove()
      },
      [`round-${round}`, round % 2 === 0] as const,
    )
  /** A second and a half later they are gone for good. */
  const quiet = () =>
    expect
      .poll(
        async () => {
          const { timers, sockets, elements } = await counted()
          return { timers, sockets, elements }
        },
        { timeout: 20_000 },
      )
      .toEqual({ timers: 0, sockets: 0, elements: 0 })

  // What is fetched and compiled once is there after the first.
  await comeAndGo(0)
  await quiet()
  const [before, nodes, handlers, heap] = [
    await counted(),
    await metric('Nodes'),
    await metric('JSEventListeners'),
    await metric('JSHeapUsedSize'),
  ]
  for (let round = 1; round <= MOUNTS; round++) await comeAndGo(round)
  await quiet()
  expect(await counted()).toEqual(before)
  expect(await metric('JSEventListeners')).toBe(handlers)
  // One element has some hundred nodes and a megabyte: ten of them would be seen.
  expect((await metric('Nodes')) - nodes).toBeLessThan(50)
  expect(((await metric('JSHeapUsedSize')) - heap) / 1_000).toBeLessThan(500)
  expect(visitor.complaints.said).toEqual([])

  // One that stays is seen by the same look.
  await visitor.page.evaluate(() =>
    document.querySelector('main')!.append(document.createElement('stranger-chat')),
  )
  await visitor.button('Start talking').waitFor()
  const now = await counted()
  expect(now.elements).toBe(1)
  expect(now.listeners).toBeGreaterThan(before.listeners)
})

/** How many listeners the window and the document have. */
async function listeners(devtools: CDPSession): Promise<number> {
  let sum = 0
  for (const expression of [
    'window',
    'document',
    'navigator.mediaDevices ?? window',
    'matchMedia("(pointer: coarse)")',
  ]) {
    const { result } = await devtools.send('Runtime.evaluate', { expression })
    const { listeners: found } = await devtools.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
    })
    sum += found.length
  }
  return sum
}

/** How many elements the page's heap still holds. */
async function alive(devtools: CDPSession): Promise<number> {
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: `customElements.get('stranger-chat').prototype`,
    objectGroup: 'leaks',
  })
  const { objects } = await devtools.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup: 'leaks',
  })
  const { result: length } = await devtools.send('Runtime.callFunctionOn', {
    functionDeclaration: 'function () { return this.length }',
    objectId: objects.objectId ?? '',
    returnByValue: true,
  })
  await devtools.send('Runtime.releaseObjectGroup', { objectGroup: 'leaks' })
  return Number(length.value)
}
