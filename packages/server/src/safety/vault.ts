import type { Random } from '../ports/clock.js'
import type { Ledger, Sealed, Wrapped } from '../ports/ledger.js'
import { KEY_BYTES, type KeyRing } from '../session/keys.js'
import { seal, unseal } from '../system.js'

/**
 * Keeps words that a case needs: each drawer has a key of its own, wrapped by the ring, and without that key nothing can be
 * read again, wherever copies may lie. Destroying it is how evidence ends (crypto-shredding).
 */
export interface Vault {
  /** A key for a new drawer, as it is kept. */
  readonly newKey: (drawer: string) => Uint8Array
  /** Throws `VaultError` when the key can't be unwrapped: the ring that wrapped it is gone. */
  readonly seal: (drawer: string, wrapped: Uint8Array, words: Words, what: unknown) => Sealed
  readonly open: (drawer: string, wrapped: Uint8Array, item: Sealed) => unknown
  /** Whether the ring has the key for it. */
  readonly opens: (drawer: string, wrapped: Uint8Array) => boolean
  /** The id of the ring's key that a drawer's key is wrapped with. */
  readonly wrapper: (wrapped: Uint8Array) => string
  /** The same key in the ring's newest wrapping. */
  readonly rewrap: (drawer: string, wrapped: Uint8Array) => Uint8Array
}
/** Where sealed words belong. */
export type Words = Pick<Sealed, 'id' | 'what' | 'of' | 'at'>

export class VaultError extends Error {
  override readonly name = 'VaultError'
}

export function createVault(ring: KeyRing, random: Pick<Random, 'bytes'>): Vault {
  const aboutKey = (drawer: string, keyId: string) => `stranger-chat drawer key 1.${keyId}.${drawer}`
  const aboutWords = (drawer: string, { id, what, of }: Pick<Sealed, 'id' | 'what' | 'of'>) =>
    `stranger-chat drawer words 1.${drawer}.${id}.${what}.${of}`

  function wrap(drawer: string, key: Uint8Array): Uint8Array {
    const { id, bytes } = ring.current('case')
    return Buffer.concat([Buffer.from(`${id}.`, 'latin1'), seal(bytes, key, aboutKey(drawer, id))])
  }
  const wrapper = (wrapped: Uint8Array): string => {
    const bytes = Buffer.from(wrapped)
    return bytes.toString('latin1', 0, Math.max(bytes.indexOf('.'), 0))
  }
  function tryUnwrap(drawer: string, wrapped: Uint8Array): Uint8Array | undefined {
    const id = wrapper(wrapped)
    const root = ring.byId('case', id)
    return root && unseal(root.bytes, wrapped.subarray(id.length + 1), aboutKey(drawer, id))
  }
  function unwrap(drawer: string, wrapped: Uint8Array): Uint8Array {
    const key = tryUnwrap(drawer, wrapped)
    if (key === undefined) throw new VaultError('The key of these words can no longer be read.')
    return key
  }

  return {
    wrapper,
    opens: (drawer, wrapped) => tryUnwrap(drawer, wrapped) !== undefined,
    newKey: (drawer) => wrap(drawer, random.bytes(KEY_BYTES)),
    rewrap: (drawer, wrapped) => wrap(drawer, unwrap(drawer, wrapped)),
    seal: (drawer, wrapped, words, what) => ({
      ...words,
      drawer,
      blob: seal(unwrap(drawer, wrapped), Buffer.from(JSON.stringify(what)), aboutWords(drawer, words)),
    }),
    open(drawer, wrapped, item) {
      const plain = unseal(unwrap(drawer, wrapped), item.blob, aboutWords(drawer, item))
      if (plain === undefined)
        throw new VaultError('These words were changed, and are not what was handed in.')
      return JSON.parse(Buffer.from(plain).toString()) as unknown
    },
  }
}

const PAGE = 200
/** All drawers there are, with their wrapped keys: those that come behind while one looks as well. */
export async function* drawersOf(ledger: Pick<Ledger, 'wrapped'>): AsyncGenerator<Wrapped, void, void> {
  for (let after = ''; ;) {
    const page = await ledger.wrapped(after, PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.drawer
  }
}
