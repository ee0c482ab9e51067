import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../system.js'
import { FakeClock } from '../testing/clock.js'
import { KEY_FILE, openKeyRing } from './keyfile.js'
import { type KeyError, PURPOSES } from './keys.js'

let parent: string
let folder: string
let path: string
const clock = new FakeClock()
const open = () => openKeyRing(folder, clock, systemRandom)

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'stranger-chat-keys-'))
  folder = join(parent, 'data')
  path = join(folder, KEY_FILE)
})
afterEach(() => rmSync(parent, { recursive: true }))

const refusal = (): { readonly code: string; readonly message: string } => {
  try {
    open()
  } catch (error) {
    return error as KeyError
  }
  throw new Error('the key file was accepted')
}
const rewrite = (change: (text: string) => string) => writeFileSync(path, change(readFileSync(path, 'utf8')))

describe('the key file', () => {
  it('is made at the first start, for its owner alone, and leaves nothing else behind', () => {
    open()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })

  it('gives the same keys at every later start', () => {
    const first = open()
    const again = open()
    for (const purpose of PURPOSES) expect(again.current(purpose)).toEqual(first.current(purpose))
  })

  it('gives another server other keys', () => {
    const here = open().current('session')
    folder = join(parent, 'elsewhere')
    expect(open().current('session').id).not.toBe(here.id)
  })

  it('keeps the roots that were added and forgets the keys that were destroyed', () => {
    const ring = open()
    const old = { stamp: ring.current('stamp'), device: ring.current('device') }
    clock.advance(1_000)
    ring.add(systemRandom.bytes(32))
    ring.destroy(clock.now())
    const again = open()
    expect(again.current('stamp')).toEqual(ring.current('stamp'))
    expect(again.byId('stamp', old.stamp.id)).toBeUndefined()
    expect(again.byId('device', old.device.id)).toEqual(old.device)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })

  it('is the one of whoever was first, when two processes start at once', () => {
    // The second process looked before the first had written, and writes after it: it meets the file half-way through.
    let inner: ReturnType<typeof open> | undefined
    const racing = {
      ...systemRandom,
      bytes: (length: number) => ((inner ??= open()), systemRandom.bytes(length)),
    }
    const outer = openKeyRing(folder, clock, racing)
    expect(outer.current('session')).toEqual(inner?.current('session'))
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })
})

describe('a key file is refused', () => {
  it('when others can read it, with the command that closes it', () => {
    open()
    for (const mode of [0o640, 0o604, 0o666]) {
      chmodSync(path, mode)
      expect(refusal()).toMatchObject({ code: 'keys_exposed', retryable: false })
      expect(refusal().message).toContain(`chmod 600 ${path}`)
    }
    chmodSync(path, 0o600)
    open()
  })

  it.each([
    ['nothing', () => ''],
    ['half a file', (text: string) => text.slice(0, text.length / 2)],
    ['no object', () => '[]'],
    ['no roots', () => '{"version":1,"roots":[]}'],
    ['another version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['a root that is none', () => '{"version":1,"roots":[7]}'],
    ['a root without a time', (text: string) => text.replace(/"from": \d+/, '"from": "then"')],
    ['a root that is neither secret nor keys', (text: string) => text.replace('"secret"', '"sekrit"')],
    [
      'a slip in the secret',
      (text: string) => text.replace(/"secret": "(.)/, (_, c) => `"secret": "${c === 'A' ? 'B' : 'A'}`),
    ],
    [
      'keys of a wrong length',
      () => '{"version":1,"roots":[{"id":"abcdefgh","from":0,"keys":{"device":"AAAA"}}]}',
    ],
    ['far too much', (text: string) => text + ' '.repeat(300_000)],
  ])('when it holds %s, and is left as it was', (_, damage) => {
    open()
    rewrite(damage)
    const damaged = readFileSync(path, 'utf8')
    expect(refusal()).toMatchObject({ code: 'keys_damaged', retryable: false })
    expect(refusal().message).toContain(path)
    expect(readFileSync(path, 'utf8')).toBe(damaged)
  })

  it('when its secret is too short', () => {
    open()
    rewrite((text) => text.replace(/"secret": "[^"]*"/, '"secret": "c2hvcnQ"'))
    expect(refusal()).toMatchObject({ code: 'keys_short' })
  })

  it('when it is no file, or its folder no folder', () => {
    folder = join(parent, 'file')
    path = join(folder, KEY_FILE)
    writeFileSync(folder, '')
    expect(refusal()).toMatchObject({ code: 'keys_unreachable' })
    expect(existsSync(path)).toBe(false)
  })

  it('without ever saying a secret', () => {
    open()
    const text = readFileSync(path, 'utf8')
    const secret = /"secret": "([^"]*)"/.exec(text)?.[1] ?? ''
    expect(secret).toHaveLength(43)
    rewrite((whole) => whole.replace('"secret"', '"sekrit"'))
    expect(refusal().message).not.toContain(secret)
  })
})
