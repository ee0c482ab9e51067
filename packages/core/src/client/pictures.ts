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
  if (pictures.length > most) throw denied(`A report takes at most ${most} pictures here.`)
  return pictures.map((bytes) => {
    if (bytes.length > REPORT.pictureBytes) throw denied('A picture of a report can have at most 64 KiB.')
    return base64(bytes)
  })
}

const denied = (message: string) => new StrangerChatError(clientError('denied', { message }))

function base64(bytes: Uint8Array): string {
  const text = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text + '='.repeat(-text.length & 3)
}
