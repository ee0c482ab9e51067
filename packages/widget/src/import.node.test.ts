import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import calls from './locales/calls/en.js'
import callsId from './locales/calls/id.js'
import shell from './locales/en.js'
import chatId from './locales/id.js'
import report from './report/words.js'
import { VERSION } from './version.js'

const ENTRIES = ['', '/element.js', '/define.js', '/locales/en.js', '/locales/id.js', '/locales/calls/id.js']

/** What is there at once, and what a later room brings along. */
const en = { ...shell, ...report, ...calls }
const id = { ...chatId, ...callsId }

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

const names = (text: unknown): readonly string[] =>
  [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()

test('Indonesian says everything that English says, with the same values', () => {
  expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort())
  for (const [key, text] of Object.entries(en)) {
    const theirs = id[key as keyof typeof en]
    expect(new Set(names(theirs)), key).toEqual(new Set(names(text)))
    expect(theirs, key).not.toBe('')
  }
})

test('every catalogue has the plural forms its language needs', () => {
  for (const [lang, catalogue] of [
    ['en', en],
    ['id', id],
  ] as const) {
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
    for (const [key, text] of Object.entries(catalogue)) {
      if (typeof text === 'string')
        expect(
          text.includes('{n}') && /\{n\} \w/.test(text) && !['gateOver', 'picture'].includes(key),
          `${lang} ${key}`,
        ).toBe(false)
      else expect(Object.keys(text).sort(), `${lang} ${key}`).toEqual([...pluralCategories].sort())
    }
  }
})

test('no sentence shouts', () => {
  for (const catalogue of [en, id]) expect(JSON.stringify(catalogue)).not.toContain('!')
})
