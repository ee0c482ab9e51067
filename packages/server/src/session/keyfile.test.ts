import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEY_LIFE, REWRAP_MS, ROOT_MS } from '../rules/lifetimes.js'
import { systemRandom } from '../system.js'
import { FakeClock } from '../testing/clock.js'
import { KEY_FILE, openKeyRing, readKeys, renewKeys } from './keyfile.js'
import { KeyError, PURPOSES } from './keys.js'

let parent: string
let folder: string
let path: string
const HOUR = 60 * 60_000
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

  it('may have a name of its own, beside other files, and later lineages have it too', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'keys.json'), 'somebody else’s')
    const named = join(folder, 'ring.json')
    const ring = () => openKeyRing(named, clock, systemRandom)
    const first = ring()
    expect(statSync(named).mode & 0o777).toBe(0o600)
    expect(renewKeys(named, clock.now() + HOUR, systemRandom)).toBe('ring.2.json')
    expect(
      ring()
        .lineages()
        .map(({ id }) => id),
    ).toHaveLength(2)
    expect(ring().lineages()[0]).toEqual(first.lineages()[0])
    expect(readKeys(named, clock)?.lineages()).toHaveLength(2)
    expect(readKeys(join(folder, 'other.json'), clock)).toBeUndefined()
    expect(readKeys(join(folder, 'nowhere', 'ring.json'), clock)).toBeUndefined()
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe('somebody else’s')
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

  it('keeps what still has its time, and nothing that leads to what is destroyed', () => {
    const ring = open()
    const old = { stamp: ring.current('stamp'), device: ring.current('device') }
    const { secret } = JSON.parse(readFileSync(path, 'utf8')) as { readonly secret: string }
    clock.advance(ROOT_MS + KEY_LIFE.stamp)
    ring.turn()
    const again = open()
    expect(again.current('stamp')).toEqual(ring.current('stamp'))
    expect(again.byId('stamp', old.stamp.id)).toBeUndefined()
    expect(again.byId('device', old.device.id)).toEqual(old.device)
    const text = readFileSync(path, 'utf8')
    for (const gone of [secret, Buffer.from(old.stamp.bytes).toString('base64url')])
      expect(text).not.toContain(gone)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })

  it('is written by any of the processes that use it: all make the same of it', () => {
    const [one, other] = [open(), open()]
    for (let i = 0; i < 5; i++) {
      clock.advance(ROOT_MS / 2)
      one.turn()
      const text = readFileSync(path, 'utf8')
      other.turn()
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  })

  it('stays small: after two years of days it holds what can still come back', () => {
    const ring = open()
    for (let i = 0; i < 2 * 365; i++) {
      clock.advance(ROOT_MS)
      if (i % 30 === 0) ring.turn()
      ring.forgetCaseKeys(ring.caseKeysBefore(clock.now() - REWRAP_MS))
    }
    expect(statSync(path).size).toBeLessThan(100_000)
    expect(open().current('device')).toEqual(ring.current('device'))
  })

  it('that could not be written changes nothing', () => {
    const ring = open()
    const before = ring.current('session')
    rmSync(folder, { recursive: true })
    expect(() => ring.turn()).toThrow(KeyError)
    expect(ring.current('session')).toEqual(before)
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

describe('keys made anew', () => {
  const newNames = ['keys.2.json', KEY_FILE]

  it('take over at their time in every process that looked meanwhile, and the old ones verify on', () => {
    const ring = open()
    const before = ring.current('session')
    expect(renewKeys(folder, clock.now() + 2 * HOUR, systemRandom)).toBe('keys.2.json')
    expect(readdirSync(folder).toSorted()).toEqual(newNames)
    expect(statSync(join(folder, 'keys.2.json')).mode & 0o777).toBe(0o600)
    ring.turn()
    expect(ring.current('session')).toEqual(before)
    clock.advance(2 * HOUR)
    expect(ring.current('session')).not.toEqual(before)
    expect(open().current('session')).toEqual(ring.current('session'))
    expect(ring.byId('session', before.id)).toEqual(before)
  })

  it('are never lost to a process that writes what it knows', () => {
    const ring = open()
    renewKeys(folder, clock.now() + HOUR, systemRandom)
    clock.advance(ROOT_MS)
    const unaware = ring.current('session')
    ring.turn()
    expect(ring.current('session')).not.toEqual(unaware)
    expect(readdirSync(folder).toSorted()).toEqual(newNames)
  })

  it('outlive the old ones, of which nothing stays but what certificates are checked with', () => {
    const ring = open()
    const [old] = ring.lineages()
    const seed = (JSON.parse(readFileSync(path, 'utf8')) as { readonly certificate: string }).certificate
    renewKeys(folder, clock.now() + HOUR, systemRandom)
    const takenOver = clock.now() + HOUR
    clock.advance(KEY_LIFE.device + ROOT_MS)
    ring.turn()
    ring.forgetCaseKeys(ring.caseKeysBefore(clock.now() - REWRAP_MS))
    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain(seed)
    expect(JSON.parse(text)).toMatchObject({ past: [], until: takenOver })
    const [ended, current] = open().lineages()
    expect(ended).toEqual({ ...old, until: takenOver })
    expect(current?.until).toBeUndefined()
    expect(renewKeys(folder, clock.now(), systemRandom)).toBe('keys.3.json')
  })
})

describe('a clock that is wrong', () => {
  it('for a moment destroys nothing: only a turn does', () => {
    const ring = open()
    const before = ring.current('stamp')
    clock.step(10 * ROOT_MS)
    expect(ring.current('stamp')).not.toEqual(before)
    expect(ring.byId('stamp', before.id)).toEqual(before)
    clock.step(-10 * ROOT_MS)
    expect(ring.current('stamp')).toEqual(before)
    expect(open().current('stamp')).toEqual(before)
  })

  it('by many years leaves a file that can be read', () => {
    const ring = open()
    clock.advance(60 * 365 * ROOT_MS)
    ring.turn()
    expect(open().current('device')).toEqual(ring.current('device'))
    ring.turn()
    ring.forgetCaseKeys(ring.caseKeysBefore(clock.now() - REWRAP_MS))
    expect(statSync(path).size).toBeLessThan(100_000)
  }, 30_000)
})

it('what a process that died left half-written is removed, and what another is writing is not', () => {
  const ring = open()
  const [left, fresh] = [`${path}.abandoned`, `${path}.under-way`]
  for (const draft of [left, fresh]) writeFileSync(draft, 'secrets', { mode: 0o600 })
  const longAgo = new Date(Date.now() - HOUR)
  utimesSync(left, longAgo, longAgo)
  ring.turn()
  expect([existsSync(left), existsSync(fresh)]).toEqual([false, true])
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
    ['another version', (text: string) => text.replace('"version": 2', '"version": 3')],
    ['no list of roots', (text: string) => text.replace('"past": []', '"past": 7')],
    ['a root that is none', (text: string) => text.replace('"past": []', '"past": [7]')],
    ['no time', (text: string) => text.replace(/"from": \d+/, '"from": "then"')],
    ['no secret', (text: string) => text.replace('"secret"', '"sekrit"')],
    [
      'no key of certificates',
      (text: string) => text.replace(/"certificate": "[^"]*"/, '"certificate": "AAAA"'),
    ],
    [
      'a slip in the secret',
      (text: string) => text.replace(/"secret": "(.)/, (_, c) => `"secret": "${c === 'A' ? 'B' : 'A'}`),
    ],
    [
      'keys of a wrong length',
      (text: string) =>
        text.replace('"past": []', '"past": [{"id":"abcdefgh","from":0,"until":1,"keys":{"device":"AAAA"}}]'),
    ],
    ['far too much', (text: string) => text + ' '.repeat(9_000_000)],
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
