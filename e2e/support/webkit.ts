import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { webkitPrograms } from '../../scripts/lib/webkit.mjs'
import { endWithUs } from './children.ts'
import { type Handle, Hands, type Key } from './hands.ts'
import { collect, freePort } from './server.ts'
import { type DriverElement, DriverSession, keys } from './webdriver.ts'

/**
 * One person in WebKitGTK's own little browser, which has a made-up camera but, as Debian builds it, no WebRTC: so it is also
 * the browser of whoever can only write.
 */
export class WebKitVisitor extends Hands {
  readonly #session: DriverSession
  readonly #close: () => Promise<void>

  private constructor(session: DriverSession, close: () => Promise<void>) {
    super()
    this.#session = session
    this.#close = close
  }

  static async arrive(url: string): Promise<WebKitVisitor> {
    const programs = webkitPrograms()
    if (programs === undefined)
      throw new Error('No WebKitGTK found. Install the `webkit2gtk-driver` and `xvfb` packages.')
    const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-webkit-'))
    const closing = [async () => rmSync(folder, { recursive: true, force: true })]
    const close = async (): Promise<void> => {
      for (const step of closing.splice(0).reverse()) {
        // A browser that won't close is closed by the end of its driver and its screen.
        await step().catch(() => undefined)
      }
    }
    try {
      const screen = await openScreen(programs.screen)
      closing.push(() => end(screen.child))
      const driver = await openDriver(programs.driver, { DISPLAY: screen.display, ...homes(folder) })
      closing.push(() => end(driver.child))
      const session = await DriverSession.open(driver.url, {
        'webkitgtk:browserOptions': {
          binary: programs.browser,
          args: ['--automation', '--enable-mock-capture-devices=true'],
        },
      })
      closing.push(() => session.close())
      await session.goto(url)
      return new WebKitVisitor(session, close)
    } catch (error) {
      await close()
      throw error
    }
  }

  async evaluate<R, A extends readonly unknown[]>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    return (await this.#session.run(run, args)) as R
  }

  protected async handle<A extends readonly unknown[]>(
    find: (...args: A) => Element | null,
    ...args: A
  ): Promise<Handle | null> {
    const element = (await this.#session.run(find, args)) as DriverElement | null
    return (
      element && {
        click: () => this.#session.click(element),
        type: (text: string) => this.#session.type(element, text),
        press: (key: Key) => this.#session.type(element, keys[key]),
      }
    )
  }

  async leave(): Promise<void> {
    await this.#close()
  }
}

/** Nothing of the person who runs the tests is read or written, and the page is told a language that people speak. */
const homes = (folder: string) => ({
  HOME: folder,
  XDG_CACHE_HOME: folder,
  XDG_CONFIG_HOME: folder,
  XDG_DATA_HOME: folder,
  LC_ALL: 'en_GB.UTF-8',
})

/** A screen that nobody sees. It picks its number itself and tells it when it is ready. */
async function openScreen(program: string) {
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  endWithUs(child)
  const output = collect(child)
  const told = child.stdio[3] as Readable
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The screen for WebKit ended:\n${output()}`)
  })
  // Its end later on is nobody's business.
  ended.catch(() => undefined)
  const [number] = (await Promise.race([once(told, 'data'), ended])) as [Buffer]
  return { child, display: `:${number.toString('utf8').trim()}` }
}

async function openDriver(program: string, env: Readonly<Record<string, string>>) {
  const port = await freePort()
  // Root has no sandbox to be in; whether there would be one depends on how the library was built.
  const bare = process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}
  const child = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, ...bare },
  })
  endWithUs(child)
  const output = collect(child)
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The driver of WebKit ended:\n${output()}`)
    const answer = await fetch(`${url}/status`).catch(() => undefined)
    if (answer?.ok) return { child, url }
    await pause(25)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
