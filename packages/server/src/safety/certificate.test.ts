import { createPublicKey, verify } from 'node:crypto'
import { canonical } from '@stranger-chat/core/protocol'
import { expect, it } from 'vitest'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import type { Capsule } from './capsule.js'
import { type Certificate, type CertificateKey, certificateKeysOf, createCertifier } from './certificate.js'
import { createFiling } from './filing.js'
import type { SpanEntry } from './span.js'
import { createVault } from './vault.js'

const capsule: Capsule = {
  chat: 'chat-one',
  epoch: 'epoch-one',
  startedAt: 1,
  expires: 9e15,
  seat: 0,
  members: [
    { seat: 0, identity: 'ann', prefixes: [] },
    { seat: 1, identity: 'eve', prefixes: ['place'] },
  ],
}
const entries: readonly SpanEntry[] = [
  {
    offset: 4,
    seat: 1,
    at: 5,
    stamp: 'hkey.AAAAAAAAAAAAAAAAAAAAAA',
    body: { kind: 'text', text: 'come here' },
  },
]

async function stage(byte = 1) {
  const clock = new FakeClock()
  const { ledger } = await openStore({ path: ':memory:' })
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(byte), from: clock.now() }], clock)
  const random = seededRandom(1)
  const vault = createVault(keys, random)
  const { report } = await createFiling({ ledger, vault, clock, random }).report(
    capsule,
    { reason: 'threat' },
    entries,
  )
  const caseId = (await ledger.report(report))?.case ?? ''
  const certify = createCertifier({ ledger, vault, keys, clock })
  return {
    ledger,
    clock,
    published: () => certificateKeysOf(keys),
    report,
    caseId,
    certify: () => certify({ id: 'moderator-one' }, caseId, report),
    other: certify,
  }
}

/** As anybody outside would who was given the server's public keys. */
function holds({ statement, signature }: Certificate, published: readonly CertificateKey[]): boolean {
  const named = published.find(({ id }) => id === statement.key)
  if (named === undefined) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: named.publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(canonical(statement)), key, Buffer.from(signature, 'base64url'))
}

it('says what was verified, so that anybody can check it without the server', async () => {
  const { certify, ledger, published } = await stage()
  const certificate = await certify()
  expect(certificate?.statement).toMatchObject({
    reporter: 0,
    reported: 1,
    entries: [{ body: { text: 'come here' } }],
  })
  expect(JSON.stringify(certificate)).not.toContain('hkey.')
  expect(certificate !== undefined && holds(certificate, published())).toBe(true)
  expect((await ledger.latest(undefined, 1))[0]).toMatchObject({
    actor: 'moderator-one',
    fact: { type: 'evidence.certified' },
  })
})

it('holds no more once anything in it is changed', async () => {
  const { certify, published } = await stage()
  const certificate = (await certify()) as Certificate
  const { statement } = certificate
  expect(holds({ ...certificate, statement: { ...statement, reported: 0 } }, published())).toBe(false)
  const later = { ...statement, certifiedAt: statement.certifiedAt + 1 }
  expect(holds({ ...certificate, statement: later }, published())).toBe(false)
})

it('is nobody else’s: one that another server made in this one’s name holds not', async () => {
  const [ours, theirs] = [await stage(1), await stage(2)]
  const forged = (await theirs.certify()) as Certificate
  const key = ours.published()[0]?.id ?? ''
  expect(holds(forged, ours.published())).toBe(false)
  expect(holds({ ...forged, statement: { ...forged.statement, key } }, ours.published())).toBe(false)
})

it('made long ago is still checked with the key that was published then', async () => {
  const { certify, published, clock } = await stage()
  const [before, certificate] = [published(), (await certify()) as Certificate]
  clock.advance(400 * 24 * 60 * 60_000)
  expect(published()).toEqual(before)
  expect(holds(certificate, published())).toBe(true)
})

it('says nothing of a report of another case, nor of words that were destroyed', async () => {
  const { other, certify, report, caseId, ledger } = await stage()
  expect(await other({ id: 'moderator-one' }, 'case-of-another', report)).toBeUndefined()
  await ledger.write({
    at: 10,
    actor: '@machine',
    facts: [{ type: 'evidence.shredded', case: caseId }],
    shred: [caseId],
  })
  expect(await certify()).toBeUndefined()
})
