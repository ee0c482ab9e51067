import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as core from './index.js'

it('what a page needs is there by name', () => {
  expect(Object.keys(core)).toEqual(
    expect.arrayContaining([
      'StrangerClient',
      'browserLifecycle',
      'browserStorage',
      'StrangerChatError',
      'reduce',
      'INITIAL',
      'LIMITS',
    ]),
  )
})

const run = (module: string) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', module], { encoding: 'utf8' })

it('the README’s test does what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code = ''] = /## Testing[^]*?```js\n([^]*?)```/.exec(readme) ?? []
  const here = (name: string) => JSON.stringify(new URL(`../dist/${name}.js`, import.meta.url).href)
  const module = code
    .replace("'@stranger-chat/core'", here('index'))
    .replace("'@stranger-chat/core/testing'", here('testing'))
  expect(run(module)).toBe("[ 'Hello', 'Are you still there?' ]\n")
})

it('importing is silent: it opens nothing, stores nothing and keeps no process alive', () => {
  const script = `
    for (const name of ['WebSocket', 'fetch', 'localStorage', 'window', 'document']) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error(name) } })
    }
    const names = Object.getOwnPropertyNames(globalThis).length
    await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)})
    await import(${JSON.stringify(new URL('../dist/testing.js', import.meta.url).href)})
    if (Object.getOwnPropertyNames(globalThis).length !== names) throw new Error('a new global')
  `
  expect(run(script)).toBe('')
})
