import type { IncomingMessage } from 'node:http'
import type { NoticeRequest, ReportAnswer } from '@stranger-chat/core/api'
import { Pace } from '../gate/ratelimit.js'
import type { Capsule } from '../safety/capsule.js'
import type { Filed } from '../safety/filing.js'
import type { Moderation } from '../safety/moderation.js'
import { part } from '../safety/parting.js'
import type { SpanEntry } from '../safety/span.js'
import type { House } from '../session/house.js'
import { sha256Text } from '../system.js'
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
  /** Whether it is filed already, so that a reload neither waits nor is told that nothing was sent. */
  readonly knows: (request: NoticeRequest, form: string) => Promise<boolean>
  /** @param form a secret of the form it was written in: the same words from it are one notice, however often they come */
  readonly file: (request: NoticeRequest, form?: string) => Promise<ReportAnswer>
  /** A notice about a chat, as its member's report. @returns `full` when there is so much in it already that nothing was kept */
  readonly fileAlong: (request: NoticeRequest, along: Along) => Promise<ReportAnswer | 'full'>
}

export function createNotices(house: House, { filing, ledger }: Moderation, placeOf: PlaceOf): Notices {
  function answerTo({ report, number, isNew }: Filed): ReportAnswer {
    house.log.log('info', 'notice.filed', { number, ...(isNew ? {} : { repeated: true }) })
    return { number, receipt: house.tokens.receipt.sign({ report }) }
  }

  return {
    wait: paceByPlace(PACE, house.clock, placeOf),

    knows: async (request, form) => (await ledger.report(idOf(form, request))) !== undefined,

    file: async (request, form) =>
      answerTo(await filing.notice(undefined, request, [], form && idOf(form, request))),

    async fileAlong(request, { capsule, entries }) {
      try {
        const filed = await filing.notice(capsule, request, entries)
        return filed.isFull ? 'full' : answerTo(filed)
      } finally {
        // Nobody meets again whom they called a lawbreaker, whatever became of the notice.
        await part(house, capsule)
      }
    },
  }
}

/** The log keeps it for good: without the form's secret nobody can try words against it. */
const idOf = (form: string, { text, law, name, email }: NoticeRequest): string =>
  sha256Text(Buffer.from(JSON.stringify(['stranger-chat notice 1', form, text, law, name, email])))
