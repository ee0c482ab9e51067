import type { Random } from '../ports/clock.js'
import type { Sealed } from '../ports/ledger.js'
import { KEY_BYTES, type KeyRing } from '../session/keys.js'
import { seal, unseal } from '../system.js'

/**
 * Keeps words that a case needs: each case has a key of its own, wrapped by the ring, and without that key nothing can be
 * read again, wherever copies may lie. Destroying it is how evidence ends (crypto-shredding).
 */
export interface Vault {
  /** A key for a new case, as it is kept. */
  readonly newKey: (caseId: string) => Uint8Array
  /** Throws `VaultError` when the key can't be unwrapped: the ring that wrapped it is gone. */
  readonly seal: (caseId: string, wrapped: Uint8Array, words: Words, what: unknown) => Sealed
  readonly open: (caseId: string, wrapped: Uint8Array, item: Sealed) => unknown
}
/** Where sealed words belong. */
export type Words = Pick<Sealed, 'id' | 'what' | 'of' | 'at'>

export class VaultError extends Error {
  override readonly name = 'VaultError'
}

export function createVault(ring: KeyRing, random: Pick<Random, 'bytes'>): Vault {
  const aboutKey = (caseId: string, keyId: string) => `stranger-chat case key 1.${keyId}.${caseId}`
  const aboutWords = (caseId: string, { id, what, of }: Pick<Sealed, 'id' | 'what' | 'of'>) =>
    `stranger-chat case words 1.${caseId}.${id}.${what}.${of}`

  function unwrap(caseId: string, wrapped: Uint8Array): Uint8Array {
    const bytes = Buffer.from(wrapped)
    const dot = bytes.indexOf('.')
    const keyId = bytes.toString('latin1', 0, Math.max(dot, 0))
    const root = ring.byId('case', keyId)
    const key = root && unseal(root.bytes, bytes.subarray(dot + 1), aboutKey(caseId, keyId))
    if (key === undefined) throw new VaultError('The key of this case can no longer be read.')
    return key
  }

  return {
    newKey(caseId) {
      const root = ring.current('case')
      const sealed = seal(root.bytes, random.bytes(KEY_BYTES), aboutKey(caseId, root.id))
      return Buffer.concat([Buffer.from(`${root.id}.`, 'latin1'), sealed])
    },
    seal: (caseId, wrapped, words, what) => ({
      ...words,
      case: caseId,
      blob: seal(unwrap(caseId, wrapped), Buffer.from(JSON.stringify(what)), aboutWords(caseId, words)),
    }),
    open(caseId, wrapped, item) {
      const plain = unseal(unwrap(caseId, wrapped), item.blob, aboutWords(caseId, item))
      if (plain === undefined)
        throw new VaultError('These words were changed, and are not what was handed in.')
      return JSON.parse(Buffer.from(plain).toString()) as unknown
    },
  }
}
