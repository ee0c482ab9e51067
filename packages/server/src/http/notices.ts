import type { IncomingMessage } from 'node:http'
import type { NoticeRequest, ReportAnswer } from '@stranger-chat/core/api'
import { Pace } from '../gate/ratelimit.js'
import type { Capsule } from '../safety/capsule.js'
import type { Moderation } from '../safety/moderation.js'
import { part } from '../safety/parting.js'
import type { SpanEntry } from '../safety/span.js'
import type { House } from '../session/house.js'
import { paceByPlace, type PlaceOf } from './intake.js'

/** Notices need nobody's proof of anything, so they are counted by the neighbourhood they come from. */
const PACE = new Pace(120_000, 5)

/** A chat that goes along with a notice, checked: its member's capsule, and a span that was found genuine. */
export interface Along {
  readonly capsule: Capsule
  readonly entries: readonly SpanEntry[]
}

/** Takes legal notices, whichever way they came: `POST /v1/notices` and the page share one pace and one way into the ledger. */
export interface Notices {
  /** Milliseconds that whoever asks has to wait; 0 when they needn't, and then it counts as one. */
  readonly wait: (req: IncomingMessage) => number
  readonly file: (request: NoticeRequest, along?: Along) => Promise<ReportAnswer>
}

export function createNotices(house: House, { filing }: Moderation, placeOf: PlaceOf): Notices {
  return {
    wait: paceByPlace(PACE, house.clock, placeOf),

    async file(request, along) {
      const { report, number } = await filing.notice(along?.capsule, request, along?.entries ?? [])
      // Nobody meets again whom they called a lawbreaker.
      if (along !== undefined) await part(house, along.capsule)
      house.log.log('info', 'notice.filed', { number })
      return { number, receipt: house.tokens.receipt.sign({ report }) }
    },
  }
}
