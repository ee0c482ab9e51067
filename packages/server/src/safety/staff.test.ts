import { beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { rolesOf } from './oidc.js'
import { createStaffRoom, type StaffRoom } from './staff.js'

let ledger: Ledger
let parts: { ledger: Ledger; clock: FakeClock; random: ReturnType<typeof seededRandom> }
let staff: StaffRoom
beforeEach(async () => {
  ledger = (await openStore({ path: ':memory:' })).ledger
  parts = { ledger, clock: new FakeClock(), random: seededRandom(3) }
  staff = createStaffRoom(parts)
})
const factsOf = async (): Promise<readonly string[]> =>
  (await ledger.events(0, 1_000)).map(({ fact }) => fact.type)

describe('names', () => {
  it('needn’t be unique, and then nobody is removed or let in by name', async () => {
    const one = await staff.invite('Ann', 'helper')
    const two = await staff.invite('Ann', 'senior')
    expect((await staff.named('Ann')).map(({ id }) => id)).toEqual(
      expect.arrayContaining([one.id, two.id]) as unknown,
    )
    expect(await staff.remove('Ann')).toBe(false)
    expect(await staff.inviteAgain('Ann')).toBeUndefined()
    expect(await staff.remove(two.id)).toBe(true)
    expect((await staff.inviteAgain('Ann'))?.id).toBe(one.id)
  })
})

describe('the first sign-in', () => {
  it('is when somebody joined, and no later one', async () => {
    const { secret } = await staff.invite('Ann', 'senior')
    expect(await factsOf()).toEqual(['moderator.invited'])
    await staff.signIn(secret)
    const { secret: again } = (await staff.inviteAgain('Ann')) ?? { secret: '' }
    parts.clock.advance(60_000)
    await staff.signIn(again)
    expect(await factsOf()).toEqual(['moderator.invited', 'moderator.joined', 'signin.done', 'signin.done'])
  })
})

describe('somebody who came in by the provider', () => {
  const ann = {
    id: 'moderator-ann',
    name: 'Ann',
    role: 'helper',
    addedAt: 0,
    oidc: 'https://login.example ann-1 ann@example.org',
    keys: [],
  } as const
  const room = (moderators: Parameters<typeof rolesOf>[0]['moderators']): StaffRoom =>
    createStaffRoom({ ...parts, roleOf: rolesOf({ moderators }) })

  it('is what the settings say now, and is out once they no longer say it', async () => {
    await ledger.staff.add(ann)
    const { secret = '' } = (await room({ 'Ann@Example.org': 'helper' }).admit(ann, 'oidc')) ?? {}
    expect(await room({ 'ANN@example.org': 'senior' }).who(secret)).toMatchObject({ role: 'senior' })
    expect(await room({}).who(secret)).toBeUndefined()
    expect(await room({ 'bob@example.org': 'senior' }).admit(ann, 'passkey')).toBeUndefined()
    // Without any provider in the settings, too.
    expect(await staff.who(secret)).toBeUndefined()
    const { secret: link = '' } = (await staff.inviteAgain('Ann')) ?? {}
    expect(await staff.signIn(link)).toBeUndefined()
  })
})
