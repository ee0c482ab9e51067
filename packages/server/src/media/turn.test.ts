import { expect, it } from 'vitest'
import { findProgram, startDevTurn } from '../cli/dev-turn.js'
import { systemRandom } from '../system.js'
import { turnRest } from './providers.js'
import { probeTurn } from './turn.js'

const coturn = findProgram('turnserver', process.env['PATH'])
const log = { log: () => undefined }

it.runIf(coturn !== undefined)(
  'asks a real one: takes our credentials, and relays to itself alone',
  async () => {
    const turn = await startDevTurn(coturn ?? '', log, systemRandom)
    const { port = 0 } = turn ?? {}
    const place = { host: '127.0.0.1', port }
    const issue = await turn?.ice.servers({ session: 'a-test', policy: 'relay' })
    const { username = '', credential = '' } = issue?.servers[0] ?? {}
    try {
      expect(await probeTurn(place, { username, credential }, 2_000)).toEqual({
        kind: 'relays',
        address: '127.0.0.1',
        isClosed: true,
      })
      const other = turnRest({ secret: 'another', urls: ['turn:127.0.0.1'] }).servers({
        session: 'x',
        policy: 'relay',
      })
      const wrong = await other
      expect(
        await probeTurn(
          place,
          { username: wrong.servers[0]?.username ?? '', credential: wrong.servers[0]?.credential ?? '' },
          2_000,
        ),
      ).toEqual({ kind: 'refused', code: 401 })
    } finally {
      turn?.stop()
    }
  },
)

it('says that nobody answers', async () => {
  const who = { username: '1:x', credential: 'y' }
  expect(await probeTurn({ host: '127.0.0.1', port: 9 }, who, 50)).toEqual({ kind: 'silent' })
  expect(await probeTurn({ host: 'no-such-host.invalid', port: 9 }, who, 50)).toEqual({ kind: 'silent' })
})
