import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { VERSION } from './version.js'

const ENTRIES = ['', '/element.js', '/define.js', '/locales/en.js', '/locales/id.js', '/locales/calls/id.js']

for (const entry of ENTRIES) {
  test(`importing @stranger-chat/widget${entry} in Node is silent`, () => {
    // Lit brings stand-ins for what a browser has; the element adds nothing to them.
    const script = `
      await import('lit')
      const before = new Set(Object.getOwnPropertyNames(globalThis))
      const module = await import('@stranger-chat/widget${entry}')
      module.define?.()
      console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))))`
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([])
  })
}

test('a page with text alone loads nothing of a call', () => {
  const entry = readFileSync(new URL('../cdn/stranger-chat.js', import.meta.url), 'utf8')
  // The devices, the connection, the judgement of its signals, the words.
  for (const mark of ['getUserMedia', 'RTCPeerConnection', 'a=candidate', 'callPrivate:', 'video.theirs'])
    expect(entry.includes(mark), mark).toBe(false)
})

test('the version is the package’s own', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(VERSION).toBe(version)
})
