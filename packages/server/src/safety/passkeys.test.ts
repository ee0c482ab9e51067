import { beforeEach, expect, it, vi } from 'vitest'
import type { Ledger, ModeratorRecord } from '../ports/ledger.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createPasskeys, type Passkeys } from './passkeys.js'
import { createStaffRoom, type StaffRoom } from './staff.js'

// What is ours in passkeys: challenges, whose they are, and for how long. The library that checks a key's signature is
// played by one that believes every signature, and asks about the challenge as the real one does.
interface Asked {
  readonly response: { readonly challenge: string }
  readonly expectedChallenge: (given: string) => Promise<boolean>
}
const believe = async ({ response, expectedChallenge }: Asked) => {
  if (!(await expectedChallenge(response.challenge))) throw new Error('Unexpected challenge')
  return {
    verified: true,
    registrationInfo: { credential: { id: 'key-one', publicKey: new Uint8Array([1]), counter: 0 } },
    authenticationInfo: { newCounter: 1 },
  }
}
const encoded = async ({ challenge }: { readonly challenge: Uint8Array }) => ({
  challenge: Buffer.from(challenge).toString('base64url'),
})
vi.mock('@simplewebauthn/server', () => ({
  generateRegistrationOptions: (ask: never) => encoded(ask),
  generateAuthenticationOptions: (ask: never) => encoded(ask),
  verifyRegistrationResponse: (ask: never) => believe(ask),
  verifyAuthenticationResponse: (ask: never) => believe(ask),
}))

const PLACE = { origin: 'https://chat.example' }
const MINUTE = 60_000
let clock: FakeClock
let begun: number
let ledger: Ledger
let staff: StaffRoom
let passkeys: Passkeys
let ann: ModeratorRecord
let bob: ModeratorRecord

beforeEach(async () => {
  clock = new FakeClock()
  begun = clock.now()
  ledger = (await openStore({ path: ':memory:' })).ledger
  const parts = { ledger, clock, random: seededRandom(7) }
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
  staff = createStaffRoom(parts)
  passkeys = createPasskeys({ ...parts, staff, keys })
  const one = async (id: string): Promise<ModeratorRecord> => {
    await ledger.staff.add({ id, name: id, role: 'helper', addedAt: clock.now(), keys: [] })
    return (await ledger.staff.get(id)) as ModeratorRecord
  }
  ;[ann, bob] = [await one('ann'), await one('bob')]
})
const answerTo = (options: object): object => ({ id: 'key-one', ...options })
const added = async (): Promise<void> => {
  expect(await passkeys.register(ann, PLACE, answerTo(await passkeys.registration(ann, PLACE)))).toBe(true)
}

it('adds a key, lets in with it, and writes both down', async () => {
  await added()
  const signed = await passkeys.signIn(PLACE, answerTo(await passkeys.signingIn(PLACE)))
  expect(signed?.who.id).toBe('ann')
  const facts = (await ledger.events(0, 100)).map(({ fact }) => fact)
  expect(facts).toContainEqual({ type: 'passkey.added', moderator: 'ann' })
  expect(facts).toContainEqual({ type: 'signin.done', moderator: 'ann', by: 'passkey' })
})

it('takes no challenge of somebody else’s making, another person’s, or of another purpose', async () => {
  const made = answerTo({ challenge: Buffer.alloc(56, 1).toString('base64url') })
  expect(await passkeys.register(ann, PLACE, made)).toBe(false)
  expect(await passkeys.register(bob, PLACE, answerTo(await passkeys.registration(ann, PLACE)))).toBe(false)
  expect(await passkeys.register(ann, PLACE, answerTo(await passkeys.signingIn(PLACE)))).toBe(false)
  await added()
  expect(await passkeys.signIn(PLACE, answerTo(await passkeys.registration(ann, PLACE)))).toBeUndefined()
})

it('takes an answer once, and only for some minutes', async () => {
  await added()
  const answer = answerTo(await passkeys.signingIn(PLACE))
  expect(await passkeys.signIn(PLACE, answer)).toBeDefined()
  expect(await passkeys.signIn(PLACE, answer)).toBeUndefined()
  const late = answerTo(await passkeys.signingIn(PLACE))
  clock.advance(5 * MINUTE + 1)
  expect(await passkeys.signIn(PLACE, late)).toBeUndefined()
})

it('takes an answer on one node only, whichever it is, and although a new root came meanwhile', async () => {
  await added()
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: begun }], clock)
  const other = createPasskeys({ ledger, clock, random: seededRandom(8), staff, keys })
  const untilMidnight = 24 * 60 * MINUTE - (clock.now() % (24 * 60 * MINUTE))
  clock.advance(untilMidnight - 1)
  const answer = answerTo(await passkeys.signingIn(PLACE))
  clock.advance(MINUTE)
  expect(await other.signIn(PLACE, answer)).toBeDefined()
  expect(await passkeys.signIn(PLACE, answer)).toBeUndefined()
})

it('knows no key that was taken away, and nobody who was removed', async () => {
  await added()
  await staff.removeKeys('ann')
  expect(await passkeys.signIn(PLACE, answerTo(await passkeys.signingIn(PLACE)))).toBeUndefined()
  await added()
  await staff.remove('ann')
  expect(await passkeys.signIn(PLACE, answerTo(await passkeys.signingIn(PLACE)))).toBeUndefined()
})
