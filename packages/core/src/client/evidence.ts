import type { EvidenceEntry } from '../api/report.js'
import { bodyFields, packFields } from '../protocol/index.js'
import type { System } from '../system.js'
import { evidenceOf, HASHED } from './span.js'
import type { Kept } from './transcript.js'

type Hash = NonNullable<System['sha256']>

/** The entries of a span as the server takes them; the bodies that stay here go as their hashes (P-STAMP-3). */
export const evidence = (entries: readonly Kept[], hash: Hash | undefined): Promise<EvidenceEntry[]> =>
  Promise.all(
    entries.map(async (entry) => {
      if (!hash || entry.body['kind'] !== HASHED) return evidenceOf(entry, null)
      return evidenceOf(entry, base64url(await hash(packFields(bodyFields(entry.body)))))
    }),
  )

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Without padding. */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 6; bits -= 6) text += LETTERS.charAt((held >> (bits - 6)) & 63)
  }
  return bits > 0 ? text + LETTERS.charAt((held << (6 - bits)) & 63) : text
}
