import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import * as core from './index.js'

it('what a page needs is there by name', () => {
  expect(Object.keys(core)).toEqual(
    expect.arrayContaining(['StrangerClient', 'browserLifecycle', 'browserStorage', 'StrangerChatError', 'reduce', 'INITIAL', 'LIMITS']),
  )
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
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe('')
})
