import { download } from '../../download.js'
import type { Desk } from '../desk/desk.js'

/** What the server signs about a report of the case in hand, as a file for somebody outside. */
export async function saveReceipt(desk: Desk, report: string): Promise<void> {
  const row = desk.work.file?.row
  if (!row) return
  const answer = await desk.api.receipt(row.case, report)
  if (!answer.ok) return desk.failed(answer.error)
  download(`${JSON.stringify(answer.value, null, 2)}\n`, `${row.number}-receipt.json`)
  desk.tell('calm', 'receiptSaved')
}
