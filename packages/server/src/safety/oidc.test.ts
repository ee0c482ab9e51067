import type { Role } from '@stranger-chat/core/api'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createOidc, rolesOf } from './oidc.js'
import { createStaffRoom, type SignedIn, type StaffRoom } from './staff.js'

// Whom the provider vouches for. The provider itself is played: the real exchange is in the end-to-end tests.
let claims: Readonly<Record<string, unknown>>
vi.mock('openid-client', () => ({
  discovery: async () => ({}),
  randomPKCECodeVerifier: () => 'verifier',
  randomState: () => 'state',
  randomNonce: () => 'nonce',
  calculatePKCECodeChallenge: async () => 'challenge',
  buildAuthorizationUrl: () => new URL('https://login.example/authorize'),
  authorizationCodeGrant: async () => ({ claims: () => claims }),
}))

const ANN = {
  iss: 'https://login.example',
  sub: 'ann 1',
  email: 'Ann@example.org',
  email_verified: true,
  name: 'Ann',
}
let ledger: Ledger
let staff: StaffRoom
let comeIn: (moderators: Readonly<Record<string, Role>>) => Promise<SignedIn | undefined>

beforeEach(async () => {
  claims = ANN
  ledger = (await openStore({ path: ':memory:' })).ledger
  const clock = new FakeClock()
  const parts = { ledger, clock, random: seededRandom(3) }
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
  staff = createStaffRoom(parts)
  comeIn = async (moderators) => {
    const options = { issuer: 'https://login.example', clientId: 'one', clientSecret: 'two', moderators }
    const room = createStaffRoom({ ...parts, roleOf: rolesOf(options) })
    const oidc = createOidc({ ...parts, options, keys, staff: room })
    const { errand } = await oidc.begin('https://chat.example/back')
    return await oidc.finish(new URL('https://chat.example/back?code=1'), errand)
  }
})

it('lets in whom the settings name, however the address is written', async () => {
  const signed = await comeIn({ 'ANN@Example.org': 'senior' })
  expect(signed?.who).toMatchObject({ name: 'Ann', role: 'senior' })
  expect((await comeIn({ 'ann@example.org': 'helper' }))?.who).toMatchObject({
    id: signed?.who.id,
    role: 'helper',
  })
  expect(await ledger.staff.all()).toHaveLength(1)
  expect(await comeIn({ 'bob@example.org': 'senior' })).toBeUndefined()
})

it('lets in nobody whose address the provider hasn’t verified', async () => {
  claims = { ...ANN, email_verified: false }
  expect(await comeIn({ 'ann@example.org': 'senior' })).toBeUndefined()
})

it('keeps out somebody who was removed, though the settings still name them', async () => {
  await comeIn({ 'ann@example.org': 'senior' })
  expect(await staff.remove('Ann')).toBe(true)
  expect(await comeIn({ 'ann@example.org': 'senior' })).toBeUndefined()
  // Nor by another address of the same person.
  claims = { ...ANN, email: 'ann@elsewhere.example' }
  expect(await comeIn({ 'ann@elsewhere.example': 'senior' })).toBeUndefined()
  expect(await ledger.staff.all()).toHaveLength(1)
})

it('takes a person of another subject for somebody else, even where one begins like the other', async () => {
  await comeIn({ 'ann@example.org': 'senior' })
  await staff.remove('Ann')
  claims = { ...ANN, sub: 'ann', email: 'other@example.org' }
  expect((await comeIn({ 'other@example.org': 'helper' }))?.who.role).toBe('helper')
})
