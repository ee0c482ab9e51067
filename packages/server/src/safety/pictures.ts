import { REPORT, type ReportRequest } from '@stranger-chat/core/api'
import { rebuildJpeg } from './jpeg.js'

/** What is sealed of a picture: which of its report's it was, and the JPEG as base64. */
export interface SealedPicture {
  readonly place: number
  readonly jpeg: string
}

/** Why pictures of a report aren't taken (P-REPORT-7). */
export type PictureProblem = 'off' | 'underage' | 'many' | 'malformed'

/**
 * How many pictures a report may hold here.
 * @throws RangeError for a number that can't be
 */
export function pictureLimit(wanted: number): number {
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= REPORT.pictures) return wanted
  throw new RangeError(
    `reportPictures must be a whole number from 0 to ${REPORT.pictures}: so many pictures can come with a report.`,
  )
}

/** What so many pictures add to a request, in bytes. */
export const pictureRoom = (count: number): number => count * (4 * Math.ceil(REPORT.pictureBytes / 3) + 8)

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** The pictures in a report with nothing left in them but what they show; or why they aren't taken, all of them or none. */
export function readPictures(
  { reason, pictures = [] }: Pick<ReportRequest, 'reason' | 'pictures'>,
  most: number,
): readonly Uint8Array[] | PictureProblem {
  if (pictures.length === 0) return []
  // Before anything is read of them: nobody may collect such pictures, nor pass them on.
  if (reason === 'underage') return 'underage'
  if (most === 0) return 'off'
  if (pictures.length > most) return 'many'
  const read: Uint8Array[] = []
  for (const text of pictures) {
    const bytes = text.length % 4 === 0 && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined
    const jpeg =
      bytes === undefined || bytes.length > REPORT.pictureBytes
        ? undefined
        : rebuildJpeg(bytes, REPORT.pictureSide)
    if (jpeg === undefined) return 'malformed'
    read.push(jpeg)
  }
  return read
}
