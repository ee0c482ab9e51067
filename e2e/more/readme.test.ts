import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { collect, freePort, ready } from '../support/server.ts'

// What the README tells people to type is typed here. A command that isn't in this list fails the test.

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = join(root, 'packages/server/dist/cli.js')
const running: ChildProcess[] = []
const folders: string[] = []

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function start(command: string, args: readonly string[], port: number, cwd: string) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  return { child, output: collect(child) }
}

/** An empty folder, as somebody has who runs a command for the first time. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-readme-'))
  folders.push(folder)
  return folder
}

async function npmStart(): Promise<void> {
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const { child, output } = start('npm', ['start'], port, root)
  await ready(url, child, output)
  expect(output()).toContain(url)
  const page = await (await fetch(url)).text()
  expect(page.match(/<stranger-chat storage-key=/g)).toHaveLength(2)

  const second = start('npm', ['start'], port, root)
  const [code] = (await once(second.child, 'exit')) as [number]
  expect(code).not.toBe(0)
  expect(second.output()).toContain(`${port}`)
  expect(second.output()).toMatch(/taken|in use/)
}

async function serve(args: readonly string[]): Promise<void> {
  const port = await freePort()
  const { child, output } = start(process.execPath, [cli, ...args], port, emptyFolder())
  await ready(`http://localhost:${port}/`, child, output)
  const script = await fetch(`http://localhost:${port}/stranger-chat.js`)
  expect(script.headers.get('access-control-allow-origin')).toBe('*')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
}

async function conform(): Promise<void> {
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const { child, output } = start(process.execPath, [cli, '--dev'], port, emptyFolder())
  await ready(url, child, output)
  const kit = start(process.execPath, [cli, 'conformance', url], port, emptyFolder())
  expect(await once(kit.child, 'exit'), kit.output()).toEqual([0, null])
  expect(kit.output()).toMatch(/\d+ passed, 0 failed, \d+ not run\n$/)
}

/** The packed package is run through its installed bin by the check of the packed packages; here it is the same file. */
const COMMANDS: Readonly<Record<string, (() => Promise<void>) | 'runs this test' | 'a step of its own'>> = {
  'npm start': npmStart,
  'npm test': 'runs this test',
  'npm run check': 'a step of its own',
  'npx @stranger-chat/server': () => serve([]),
  'npx @stranger-chat/server --dev': () => serve(['--dev']),
  'npx @stranger-chat/server --origin https://your.site --data ./stranger-chat-data': () =>
    serve(['--origin', 'https://your.site', '--data', './stranger-chat-data']),
  // Another folder than the one named: that is the operator's to make.
  'npx @stranger-chat/server --origin https://your.site --data /var/lib/stranger-chat': () =>
    serve(['--origin', 'https://your.site', '--data', './stranger-chat-data']),
  'npx @stranger-chat/server conformance https://chat.your.site': conform,
}

const commandsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '')

describe.each(['README.md', 'CONTRIBUTING.md', 'packages/server/README.md'])('the commands of %s', (file) => {
  it.each(commandsOf(file))('%s', { timeout: 240_000 }, async (line) => {
    const command = COMMANDS[line]
    expect(command, `"${line}" isn't in the list of this test`).toBeDefined()
    if (typeof command === 'function') await command()
  })
})
