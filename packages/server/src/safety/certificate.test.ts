import { createPublicKey, verify } from 'node:crypto'
import { canonical } from '@stranger-chat/core/protocol'
import { expect, it } from 'vitest'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import type { Capsule } from './capsule.js'
import { type Certificate, createCertifier } from './certificate.js'
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

async function stage() {
  const clock = new FakeClock()
  const { ledger } = await openStore({ path: ':memory:' })
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
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
    report,
    caseId,
    certify: () => certify({ id: 'moderator-one' }, caseId, report),
    other: certify,
  }
}

/** As anybody outside would, with nothing but the certificate. */
function holds({ statement, signature, publicKey }: Certificate): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(canonical(statement)), key, Buffer.from(signature, 'base64url'))
}

it('says what was verified, so that anybody can check it without the server', async () => {
  const { certify, ledger } = await stage()
  const certificate = await certify()
  expect(certificate?.statement).toMatchObject({
    reporter: 0,
    reported: 1,
    entries: [{ body: { text: 'come here' } }],
  })
  expect(JSON.stringify(certificate)).not.toContain('hkey.')
  expect(certificate !== undefined && holds(certificate)).toBe(true)
  expect((await ledger.latest(undefined, 1))[0]).toMatchObject({
    actor: 'moderator-one',
    fact: { type: 'evidence.certified' },
  })
})

it('holds no more once anything in it is changed', async () => {
  const certificate = (await (await stage()).certify()) as Certificate
  const { statement } = certificate
  expect(holds({ ...certificate, statement: { ...statement, reported: 0 } })).toBe(false)
  expect(holds({ ...certificate, statement: { ...statement, certifiedAt: statement.certifiedAt + 1 } })).toBe(
    false,
  )
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
