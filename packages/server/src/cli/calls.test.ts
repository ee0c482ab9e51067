import { expect, it } from 'vitest'
import { callsLine, providerOf, wantsDevTurn } from './calls.js'
import type { Settings } from './settings.js'

const settings = (more: Partial<Settings> = {}): Settings => ({
  ...{ port: 1, host: undefined, data: 'x', dev: false },
  ...more,
})
const turn = { urls: ['turn:a.example'], secret: 'north' }

it('brings a TURN server in development only, and only where nothing else was decided', () => {
  expect(wantsDevTurn(settings({ dev: true }))).toBe(true)
  expect(wantsDevTurn(settings({ dev: true, modes: ['text', 'voice'] }))).toBe(true)
  for (const other of [{ modes: ['text'] }, { turn }, { iceServers: [] }, { icePolicy: 'all' }] as const)
    expect(wantsDevTurn(settings({ dev: true, ...other }))).toBe(false)
  expect(wantsDevTurn(settings())).toBe(false)
})

it('relays by what was set', async () => {
  expect(providerOf(settings())).toBeUndefined()
  const answer = await providerOf(settings({ turn }))?.servers({ session: 's', policy: 'relay' })
  expect(answer?.servers[0]).toMatchObject({
    urls: ['turn:a.example'],
    username: expect.stringMatching(/^\d+:s$/) as string,
  })
  const list = settings({ iceServers: [{ urls: 'turn:b.example' }], iceRelays: ['203.0.113.7'] })
  expect(providerOf(list)?.relays).toEqual(['203.0.113.7'])
})

it.each([
  [settings(), undefined, ''],
  [
    settings({ dev: true }),
    4_000,
    'Voice and video: on, by a TURN relay for development only on 127.0.0.1:4000',
  ],
  [settings({ dev: true }), undefined, 'apt-get install coturn'],
  [settings({ turn }), undefined, 'off, though there is a relay. To offer them: --modes text,voice,video'],
  [settings({ turn, modes: ['text', 'video'] }), undefined, 'on, relayed by turn:a.example'],
  [settings({ turn, dev: true }), undefined, 'on, relayed by turn:a.example'],
  [
    settings({ turn, modes: ['video'] }),
    undefined,
    'any address may claim to be a relay: name yours with --relay',
  ],
  [settings({ modes: ['video'], icePolicy: 'all' }), undefined, 'strangers may see each other’s address'],
])('says at the start where they stand: %j', (given, port, line) => {
  expect(callsLine(given, port)).toContain(line)
  if (line === '') expect(callsLine(given, port)).toBe('')
})

it('warns of nothing where it is said from where media is relayed', () => {
  const named = { ...turn, relays: ['203.0.113.7'] }
  expect(callsLine(settings({ turn: named, modes: ['video'] }), undefined)).toBe(
    'Voice and video: on, relayed by turn:a.example',
  )
})
