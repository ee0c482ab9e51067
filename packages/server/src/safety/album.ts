import { REPORT } from '@stranger-chat/core/api'
import type { CaseRecord, Ledger } from '../ports/ledger.js'
import { readWords } from './drawers.js'
import type { SealedPicture } from './pictures.js'
import type { Vault } from './vault.js'

/** What the pictures of one case take at most, sealed: about a hundred as a call makes them, or two dozen of the largest. */
export const CASE_PICTURE_BYTES = 2 * 1024 * 1024
/** What sealing adds to a picture, at most: base64 makes four bytes of three. */
const sealedBytes = ({ length }: Uint8Array): number => Math.ceil(length / 3) * 4 + 100

/** What becomes of the pictures that came with a report. */
export interface Album {
  /** Those to be kept now, in their order. */
  readonly fresh: readonly SealedPicture[]
  /** How many of what was handed in are kept, with those that had come before. */
  readonly kept: number
}

/** Which of a report's pictures are kept: as many as a report may have and a case has room for, each once. */
export async function albumFor(
  { ledger, vault }: { readonly ledger: Ledger; readonly vault: Vault },
  one: CaseRecord | undefined,
  report: string,
  pictures: readonly Uint8Array[],
): Promise<Album> {
  // Somebody said that this person is under age: nothing more is collected, whatever this reporter gives as the reason.
  if (pictures.length === 0 || one?.reason === 'underage') return { fresh: [], kept: 0 }
  const there = one === undefined ? [] : await ledger.pictures(one.id)
  const own = there.filter(({ of }) => of === report)
  const known = own.length === 0 || one === undefined ? [] : await sealedOf({ ledger, vault }, one.id, report)
  let room = CASE_PICTURE_BYTES - there.reduce((sum, { bytes }) => sum + bytes, 0)
  const fresh: SealedPicture[] = []
  let again = 0
  for (const picture of pictures) {
    const jpeg = Buffer.from(picture).toString('base64')
    const place = own.length + fresh.length
    if (known.includes(jpeg) || fresh.some((other) => other.jpeg === jpeg)) again++
    else if (place < REPORT.pictures && sealedBytes(picture) <= room) {
      fresh.push({ place, jpeg })
      room -= sealedBytes(picture)
    }
  }
  return { fresh, kept: fresh.length + again }
}

async function sealedOf(
  parts: { readonly ledger: Ledger; readonly vault: Vault },
  caseId: string,
  report: string,
): Promise<readonly string[]> {
  const words = await readWords(parts, caseId, [report])
  return words.of(report, 'picture').map((one) => (one.words as SealedPicture).jpeg)
}
