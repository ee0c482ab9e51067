import type { IncomingMessage } from 'node:http'
import type { ReportStatus } from '@stranger-chat/core/api'
import { Pace } from '../gate/ratelimit.js'
import { UNDO_MS } from '../rules/lifetimes.js'
import type { Moderation } from '../safety/moderation.js'
import { numberOf } from '../safety/number.js'
import type { House } from '../session/house.js'
import { paceByPlace, type PlaceOf } from './intake.js'

const PACE = new Pace(1_000, 30)

/** What became of reports and notices, for whoever holds their receipts (P-REPORT-5). */
export interface Outcomes {
  /** Milliseconds that whoever asks has to wait; 0 when they needn't, and then it counts as one. */
  readonly wait: (req: IncomingMessage) => number
  /** In the order of the receipts, without those that nobody here gave. */
  readonly of: (receipts: readonly string[]) => Promise<readonly ReportStatus[]>
}

export function createOutcomes({ clock, tokens }: House, { ledger }: Moderation, placeOf: PlaceOf): Outcomes {
  return {
    wait: paceByPlace(PACE, clock, placeOf),

    async of(receipts) {
      const reports: ReportStatus[] = []
      for (const receipt of receipts) {
        const read = tokens.receipt.read(receipt)
        const report = read.ok ? await ledger.report(read.report) : undefined
        const file = report === undefined ? undefined : await ledger.case(report.case)
        if (file === undefined) continue
        const { decidedAt, acted } = file
        // What may still be taken back is told to nobody: a client that knows an end asks no more.
        const isOver = decidedAt !== undefined && decidedAt + UNDO_MS < clock.now()
        reports.push({
          number: numberOf(file.id),
          ...(isOver ? { state: acted === true ? 'acted' : 'not_acted', decidedAt } : { state: 'open' }),
        })
      }
      return reports
    },
  }
}
