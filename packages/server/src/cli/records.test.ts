import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE } from '../engines.js'
import { createVault } from '../safety/vault.js'
import { openKeyRing } from '../session/keyfile.js'
import type { KeyRing } from '../session/keys.js'
import { verdictOf } from './doctor/calls.js'
import { openStore } from '../sql/store.js'
import { systemClock, systemRandom } from '../system.js'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'

let terminal: Terminal
beforeEach(async () => {
  terminal = openTerminal('moderator')
  await (await openStore({ path: terminal.at(DATABASE) })).close()
})
afterEach(() => terminal.close())
const run = async (...args: readonly string[]): Promise<number> => {
  terminal.clear()
  return await main([...args, '--data', terminal.folder], {})
}

it('prints a link that lets somebody in once, and lists and removes them', async () => {
  expect(await run('moderator', 'invite', 'Ann', '--role', 'senior', '--url', 'https://chat.example/')).toBe(
    0,
  )
  expect(terminal.out).toMatch(
    /^Ann, senior\..*\n\n {2}https:\/\/chat\.example\/moderate#invite=[\w-]{43}\n\n$/s,
  )
  const first = terminal.out
  expect(await run('moderator', 'invite', 'Ann')).toBe(0)
  expect(terminal.out).toContain('known already')
  expect(terminal.out.slice(-60)).not.toBe(first.slice(-60))
  expect(await run('moderator', 'list')).toBe(0)
  expect(terminal.out).toBe('Ann  senior\n')
  expect(await run('moderator', 'remove', 'Ann')).toBe(0)
  expect(await run('moderator', 'list')).toBe(0)
  expect(terminal.out).toContain('Nobody yet')
})

it('makes the first of all an admin unless told otherwise, and says so', async () => {
  await run('moderator', 'invite', 'Ann')
  expect(terminal.out).toMatch(/^Ann, admin \(the first of all/)
  await run('moderator', 'invite', 'Bob')
  expect(terminal.out).toMatch(/^Bob, moderator\. /)
})

it('never acts on the first of several who are called the same', async () => {
  const { ledger, close } = await openStore({ path: terminal.at(DATABASE) })
  for (const id of ['ann-one', 'ann-two'])
    await ledger.staff.add({ id, name: 'Ann', role: 'helper', addedAt: 1, keys: [] })
  await close()
  for (const deed of ['remove', 'invite', 'passkeys']) {
    expect(await run('moderator', deed, 'Ann')).toBe(1)
    expect(terminal.err).toContain('ann-one (helper), ann-two (helper)')
  }
  expect(await run('moderator', 'remove', 'ann-two')).toBe(0)
  await run('moderator', 'list')
  expect(terminal.out).toBe('Ann  helper\n')
})

it('lists somebody’s passkeys, and takes them away', async () => {
  const { ledger, close } = await openStore({ path: terminal.at(DATABASE) })
  const key = { id: 'key', publicKey: 'key', counter: 0, addedAt: 0 }
  await ledger.staff.add({ id: 'ann', name: 'Ann', role: 'helper', addedAt: 1, keys: [key] })
  await close()
  await run('moderator', 'passkeys', 'Ann')
  expect(terminal.out).toBe('Ann  added 1970-01-01\n')
  expect(await run('moderator', 'passkeys', 'Ann', '--remove')).toBe(0)
  expect(terminal.out).toContain('no passkeys any more')
  await run('moderator', 'passkeys', 'Ann')
  expect(terminal.out).toBe('Ann has no passkeys.\n')
  expect(await run('moderator', 'passkeys', 'Bob')).toBe(1)
})

it.each([
  [['moderator'], 2, ''],
  [['moderator', 'invite'], 2, 'Who?'],
  [['moderator', 'invite', 'Ann', 'Lee'], 2, 'quotes'],
  [['moderator', 'invite', 'Ann', '--role', 'king'], 2, 'no role'],
  [['moderator', 'invite', 'Ann', '--url', 'chat.example'], 2, 'no address'],
  [['moderator', 'fire', 'Ann'], 2, 'no "moderator fire"'],
  [['moderator', 'remove', 'Bob'], 1, 'no moderator called'],
  [['moderator', 'list', '--colour'], 2, '--colour'],
  [['doctor', '--head', 'x'], 2, '43 characters'],
])('%j ends with %i and a sentence', async (args, code, sentence) => {
  expect(await run(...args)).toBe(code)
  expect(terminal.err).toContain(sentence)
  expect(terminal.err.split('\n').length).toBeLessThanOrEqual(2)
})

it('never makes a data folder where there is none', async () => {
  expect(await main(['moderator', 'list', '--data', terminal.at('none')], {})).toBe(1)
  expect(terminal.err).toContain('no data folder')
})

it('the doctor finds an unbroken ledger, a head that was kept, and one that is gone', async () => {
  await run('moderator', 'invite', 'Ann')
  expect(await run('doctor')).toBe(0)
  const head = /Head ([\w-]{43})/.exec(terminal.out)?.[1] ?? ''
  await run('moderator', 'invite', 'Bob')
  expect(await run('doctor', '--head', head)).toBe(0)
  expect(terminal.out).toContain('still there')
  expect(await run('doctor', '--head', `-${'B'.repeat(42)}`)).toBe(1)
  expect(terminal.out).toContain('BROKEN')
})

it('the doctor says whether calls are offered, and whether what relays them answers', async () => {
  const config = terminal.at('calls.json')
  const doctor = async (settings: object): Promise<number> => {
    terminal.out = ''
    writeFileSync(config, JSON.stringify(settings))
    return await run('doctor', '--config', config)
  }
  expect(await doctor({})).toBe(0)
  expect(terminal.out).toContain('ok      calls: text only')
  expect(await doctor({ modes: ['text', 'video'] })).toBe(1)
  expect(terminal.out).toContain('BROKEN  calls: voice and video are configured, but nothing relays them.')
  const turn = createSocket('udp4').bind(0, '127.0.0.1')
  await once(turn, 'listening')
  turn.on('message', (message, from) => {
    message[0] = message[1] = 1
    turn.send(message, from.port, from.address)
  })
  const urls = [`turn:127.0.0.1:${turn.address().port}`, 'turns:127.0.0.1:443?transport=tcp']
  expect(await doctor({ modes: ['text', 'video'], iceServers: [{ urls }] })).toBe(0)
  expect(terminal.out).toContain(`ok      calls: ${urls[0]} answers`)
  expect(terminal.out).toContain(`${urls[1]} is over TCP or TLS`)
  // It relays for whoever comes: that is nobody's idea of a TURN server.
  expect(await doctor({ modes: ['video'], turn: { urls: urls.slice(0, 1), secret: 'north' } })).toBe(1)
  expect(terminal.out).toContain('TO ANYBODY')
  turn.close()
  expect(await doctor({ modes: ['video'], iceServers: [{ urls: urls[0] }] })).toBe(1)
  expect(terminal.out).toContain(`BROKEN  calls: ${urls[0]} doesn't answer`)
})

it('the doctor tells which address to name, where none is', () => {
  const state = { kind: 'relays', address: '203.0.113.7', isClosed: true } as const
  const [isWell, text] = verdictOf('turn:a.example', state, [])
  expect(isWell).toBe(true)
  expect(text).toContain('relays from 203.0.113.7, to itself alone. Name that address')
  expect(text).toContain('--relay 203.0.113.7')
  expect(verdictOf('turn:a.example', state, ['203.0.113.7'])[1]).not.toContain('--relay')
  expect(verdictOf('turn:a.example', state, ['203.0.113.8'])[0]).toBe(false)
})

it('the doctor names the event that somebody changed', async () => {
  await run('moderator', 'invite', 'Ann')
  const { DatabaseSync } = await import('node:sqlite')
  const db = new DatabaseSync(terminal.at(DATABASE))
  db.exec("update ledger_events set actor = '@machine' where seq = 1")
  db.close()
  expect(await run('doctor')).toBe(1)
  expect(terminal.out).toContain('event 1')
})

describe('keys', () => {
  const open = () => openKeyRing(terminal.folder, systemClock, systemRandom)
  const seal = async (ring: KeyRing) => {
    const { ledger, belongsTo, close } = await openStore({ path: terminal.at(DATABASE) })
    const { id } = ring.current('certificate')
    await belongsTo([id], id)
    await ledger.write({
      ...{
        at: 1,
        actor: '@member',
        keys: [{ drawer: 'case-one', key: createVault(ring, systemRandom).newKey('case-one') }],
      },
      facts: [
        { type: 'case.opened', case: 'case-one', subject: 'eve', reason: 'threat' },
        { type: 'hold.placed', case: 'case-one', until: systemClock.now() + 60_000 },
      ],
    })
    await close()
  }

  it('are shown by their public side, which certificates are checked with', async () => {
    open()
    expect(await run('keys')).toBe(0)
    expect(terminal.out).toMatch(
      /^since \d{4}-\d\d-\d\dT\d\d:\d\d {2}certificates: key e[\w-]{8}, Ed25519 [\w-]{43}\n$/,
    )
    expect(terminal.out).not.toContain(
      (JSON.parse(readFileSync(terminal.at('keys.json'), 'utf8')) as { readonly secret: string }).secret,
    )
  })

  it('are made anew, to take over when every process has read them', async () => {
    open()
    expect(await run('keys', 'renew', '--in', '24')).toBe(0)
    expect(terminal.out).toContain('Wrote keys.2.json')
    await run('keys')
    expect(terminal.out).toMatch(/since .*\nfrom .*\n/)
    expect(await run('doctor')).toBe(0)
  })

  it('of another server are told apart: by the doctor, at the start, and until they are adopted', async () => {
    await seal(open())
    expect(await run('doctor')).toBe(0)
    expect(terminal.out).toContain('1 sealed cases and decisions can be read')
    renameSync(terminal.at('keys.json'), terminal.at('elsewhere'))
    // Where others belong no keys are made, or the next command would find them and believe them.
    expect(await run('--port', '0')).toBe(1)
    expect(terminal.err).toContain('belongs to a server with other keys')
    expect(existsSync(terminal.at('keys.json'))).toBe(false)
    expect(await run('doctor')).toBe(1)
    expect(terminal.out).toContain('belongs to others')
    expect(await run('keys', 'adopt')).toBe(1)
    expect(terminal.err).toContain('of which 1 are held')
    expect(existsSync(terminal.at('keys.json'))).toBe(false)
    open()
    expect(await run('doctor')).toBe(1)
    expect(await run('--port', '0')).toBe(1)
    expect(terminal.err).toContain('belongs to a server with other keys')
    // Nothing is destroyed unasked: with the right keys back, everything is as it was.
    expect(await run('keys', 'adopt')).toBe(1)
    expect(terminal.err).toContain('1 cases and decisions, of which 1 are held')
    const [ours, theirs] = [terminal.at('keys.json'), terminal.at('elsewhere')]
    const mine = readFileSync(ours)
    copyFileSync(theirs, ours)
    expect(await run('doctor')).toBe(0)
    writeFileSync(ours, mine)
    expect(await run('keys', 'adopt', '--destroy')).toBe(0)
    expect(terminal.out).toContain('cases and decisions: 1')
    expect(await run('doctor')).toBe(0)
    const { ledger, close } = await openStore({ path: terminal.at(DATABASE) })
    const { fact, actor } = (await ledger.latest(undefined, 1))[0] ?? {}
    expect([actor, fact]).toEqual(['@operator', { type: 'evidence.shredded', case: 'case-one' }])
    await close()
  })

  it('that are lost altogether are made anew when the database is adopted, and the server starts', async () => {
    await seal(open())
    rmSync(terminal.at('keys.json'))
    expect(await run('keys', 'adopt', '--destroy')).toBe(0)
    expect(await run('doctor')).toBe(0)
    const ring = open()
    const { belongsTo, close } = await openStore({ path: terminal.at(DATABASE) })
    expect(await belongsTo(ring.lineages().map(({ id }) => id))).toBe(true)
    await close()
  })

  it.each([
    [['keys', 'rotate'], 'There is no "keys rotate"'],
    [['keys', 'renew', '--in', '1'], '2 to 168'],
    [['keys', 'renew', '--in', 'soon'], '2 to 168'],
    [['keys', '--in', '5'], '--in goes with'],
    [['keys', '--destroy'], '--destroy goes with'],
  ])('%j ends with a sentence', async (args, sentence) => {
    expect(await run(...args)).toBe(2)
    expect(terminal.err).toContain(sentence)
  })
})
