import { REPORT } from '../api/report.js'
import type { Limits } from '../protocol/index.js'
import { clientError, StrangerChatError } from './errors.js'
import { base64url } from './evidence.js'
import type { ReportInput } from './types.js'

/**
 * The pictures of a report as the server takes them (P-REPORT-7): none where it takes none, and none of somebody under age.
 * @throws StrangerChatError `denied` for more or larger ones than that
 */
export function picturesIn(
  { reason, pictures = [] }: Pick<ReportInput, 'reason' | 'pictures'>,
  { reportPictures: most }: Pick<Limits, 'reportPictures'>,
): readonly string[] {
  if (most === 0 || reason === 'underage') return []
  if (pictures.length > most || pictures.some(({ length }) => length > REPORT.pictureBytes))
    throw new StrangerChatError(
      clientError('denied', { message: `A report takes ${most} pictures of 64 KiB at most.` }),
    )
  return pictures.map(base64)
}

function base64(bytes: Uint8Array): string {
  const text = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text + '='.repeat(-text.length & 3)
}
