import { type Body, canonical } from '@stranger-chat/core/protocol'
import type { Clock } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import type { KeyRing } from '../session/keys.js'
import { signEd25519 } from '../system.js'
import { readWords } from './drawers.js'
import type { SealedSpan } from './filing.js'
import { numberOf } from './number.js'
import type { Vault } from './vault.js'

/**
 * A statement for somebody outside: that this server verified these entries, as they were handed in. Anybody can check it
 * with the server's public key, without asking it for more, and for as long as they like; stamps alone say nothing to others, and
 * expire with their key.
 */
export interface Certificate {
  readonly statement: {
    readonly label: 'stranger-chat certificate 1'
    /** Which key signed. */
    readonly key: string
    readonly number: string
    readonly report: string
    readonly reportedAt: number
    readonly certifiedAt: number
    /** Seats of the reporter and of the reported. */
    readonly reporter: number
    readonly reported: number
    readonly entries: readonly {
      readonly offset: number
      readonly seat: number
      readonly at: number
      readonly body?: Body
      readonly kind?: string
      readonly hash?: string
    }[]
  }
  /**
   * Ed25519 over the statement's canonical JSON (keys sorted, no spaces), in base64url. The key to check it with isn't here,
   * or anybody could bring their own: it is the server's, which publishes it (`certificateKeysOf`).
   */
  readonly signature: string
}

/** What the server shows to everybody, so that its certificates can be checked. */
export interface CertificateKey {
  readonly id: string
  /** Ed25519, base64url. */
  readonly publicKey: string
  /** When it signed, ms since 1970. What somebody else may have signed with it after it was stolen proves nothing. */
  readonly since: number
  readonly until?: number
}

/** The keys of certificates, newest last. A server has one, and another after `stranger-chat keys renew`. */
export const certificateKeysOf = (keys: Pick<KeyRing, 'lineages'>): readonly CertificateKey[] =>
  keys.lineages().map(({ publicKey, ...lineage }) => ({
    ...lineage,
    publicKey: Buffer.from(publicKey).toString('base64url'),
  }))

export interface CertificateParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly keys: KeyRing
  readonly clock: Pick<Clock, 'now'>
}

/** @returns nothing where there is no such report, no verified words, or they were destroyed */
export const createCertifier =
  ({ ledger, vault, keys, clock }: CertificateParts) =>
  async (who: { readonly id: string }, caseId: string, report: string): Promise<Certificate | undefined> => {
    const found = await ledger.report(report)
    const file = await ledger.case(caseId)
    if (found?.case !== caseId || file === undefined || file.practice) return undefined
    const spans = (await readWords({ ledger, vault }, caseId, [report])).of(report, 'span')
    const span = spans.at(-1)?.words as SealedSpan | undefined
    if (span === undefined) return undefined
    const { entries } = span
    const certifiedAt = clock.now()
    const facts = [{ type: 'evidence.certified', case: caseId, report }] as const
    await ledger.write({ at: certifiedAt, actor: who.id, facts })
    const key = keys.current('certificate')
    const statement: Certificate['statement'] = {
      label: 'stranger-chat certificate 1',
      key: key.id,
      number: numberOf(caseId),
      report,
      reportedAt: found.at,
      certifiedAt,
      reporter: found.by,
      reported: found.of,
      // A stamp is the server's own secret sign, and proves nothing to anybody else.
      entries: entries.map(({ offset, seat, at, body, kind = '', hash = '' }) => ({
        offset,
        seat,
        at,
        ...(body === undefined ? { kind, hash } : { body }),
      })),
    }
    const signature = signEd25519(key.bytes, Buffer.from(canonical(statement)))
    return { statement, signature: Buffer.from(signature).toString('base64url') }
  }
