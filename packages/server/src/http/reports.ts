import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type EvidenceEntry,
  noticeRequest,
  REPORT,
  type ReportRequest,
  reportRequest,
  statusRequest,
} from '@stranger-chat/core/api'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import type { Capsule } from '../safety/capsule.js'
import { type Filed, membersOf } from '../safety/filing.js'
import type { Moderation } from '../safety/moderation.js'
import { part } from '../safety/parting.js'
import { type PictureProblem, pictureRoom, readPictures } from '../safety/pictures.js'
import { readSpan, type SpanEntry, type SpanProblem } from '../safety/span.js'
import type { House } from '../session/house.js'
import { openCapsule, replyTooFast, type Take } from './intake.js'
import type { Notices } from './notices.js'
import type { Outcomes } from './outcomes.js'
import { type Headers, replyError, replyJson } from './reply.js'

/** What goes around a span: capsule, note and names. */
const WRAPPING = 32 * 1024
const STATUS_BODY = 64 * 1024
/** Reports by one person: a burst, then one in so many milliseconds. By the person, as for blocks. */
const REPORTS = new Pace(60_000, 10)
const PEOPLE = 10_000

const PROBLEMS: Readonly<Record<SpanProblem, readonly [status: number, message: string]>> = {
  gap: [422, 'These messages don’t follow one another: something between them is missing.'],
  backwards: [422, 'These messages aren’t in the order in which they were said.'],
  stranger: [422, 'One of these messages is by somebody who wasn’t in that chat.'],
  malformed: [422, 'One of these messages can’t be read.'],
  forged: [422, 'One of these messages isn’t as this server relayed it, so none of them can be believed.'],
  expired: [410, 'This chat was too long ago: what was said in it can no longer be checked.'],
}

const PICTURES: Readonly<Record<PictureProblem, (most: number) => string>> = {
  off: () => 'This place takes no pictures with a report. Send it without them.',
  underage: () =>
    'A report of somebody under age is taken without pictures, since nobody may collect or pass on such a picture. Send it without them: it is looked at first.',
  many: (most) => `A report takes at most ${most} pictures.`,
  malformed: () =>
    `A picture must be a plain JPEG of at most ${REPORT.pictureSide} pixels a side and ${REPORT.pictureBytes / 1024} KiB. Send the report without it.`,
}

const ENOUGH = 'There is a lot in this report already, and it will be looked at. This was not added.'

type Handler = (req: IncomingMessage, res: ServerResponse, cors: Headers) => Promise<void>
export interface Reports {
  readonly report: Handler
  readonly status: Handler
  readonly notice: Handler
}

/** `POST /v1/reports`, `/v1/reports/status` and `/v1/notices` (P-REPORT). */
export function createReports(
  house: House,
  { filing }: Moderation,
  { notices, outcomes }: { readonly notices: Notices; readonly outcomes: Outcomes },
  take: Take,
): Reports {
  const reporters = new PaceTable(REPORTS, PEOPLE)
  const max = house.limits.reportBytes + WRAPPING

  /** A genuine span; `undefined` once the caller has been told what is wrong with it. */
  function spanIn(
    res: ServerResponse,
    capsule: Capsule,
    entries: readonly EvidenceEntry[],
    cors: Headers,
  ): readonly SpanEntry[] | undefined {
    const { reportEntries } = house.limits
    if (entries.length > reportEntries) {
      replyError(res, 413, 'too_many', `A report takes at most ${reportEntries} messages.`, cors)
      return undefined
    }
    const span = readSpan(house.stamper, capsule, entries)
    if (span.ok) return span.entries
    house.log.log('info', 'report.refused', { problem: span.problem })
    const [status, message] = PROBLEMS[span.problem]
    replyError(res, status, span.problem === 'expired' ? 'expired' : 'bad_evidence', message, cors)
    return undefined
  }

  /** What the reporter saw; `undefined` once they have been told why it isn't taken (P-REPORT-7). */
  function picturesIn(
    res: ServerResponse,
    request: ReportRequest,
    cors: Headers,
  ): readonly Uint8Array[] | undefined {
    const { reportPictures } = house.limits
    const pictures = readPictures(request, reportPictures)
    if (typeof pictures !== 'string') return pictures
    house.log.log('info', 'report.refused', { problem: `pictures_${pictures}` })
    replyError(res, 422, 'bad_picture', PICTURES[pictures](reportPictures), cors)
    return undefined
  }

  return {
    async report(req, res, cors) {
      const room = max + pictureRoom(house.limits.reportPictures)
      const request = await take(req, res, reportRequest, room, cors)
      if (request === undefined) return
      const capsule = openCapsule(house, res, request.capsule, 'report', cors)
      if (capsule === undefined) return
      const wait = reporters.take(membersOf(capsule)[0].identity, house.clock.now())
      if (wait > 0) return replyTooFast(res, wait, cors)
      const entries = spanIn(res, capsule, request.entries, cors)
      const pictures = entries && picturesIn(res, request, cors)
      if (entries === undefined || pictures === undefined) return
      let filed: Filed
      try {
        filed = await house.trace('report', () => filing.report(capsule, request, entries, pictures))
      } finally {
        // Filed first, and parted whatever became of that: nobody stays with whom they report.
        await part(house, capsule)
      }
      const { report, number, isNew, isFull } = filed
      if (isFull) return replyError(res, 409, 'enough', ENOUGH, cors)
      house.log.log('info', 'report.filed', { number, ...(isNew ? {} : { repeated: true }) })
      const receipt = house.tokens.receipt.sign({ report })
      const kept = pictures.length > 0 ? { pictures: filed.pictures } : {}
      replyJson(res, 201, { number, receipt, ...kept }, cors)
    },

    async status(req, res, cors) {
      const request = await take(req, res, statusRequest, STATUS_BODY, cors)
      if (request === undefined) return
      const wait = outcomes.wait(req)
      if (wait > 0) return replyTooFast(res, wait, cors)
      replyJson(res, 200, { reports: await outcomes.of(request.receipts) }, cors)
    },

    async notice(req, res, cors) {
      const request = await take(req, res, noticeRequest, max, cors)
      if (request === undefined) return
      const wait = notices.wait(req)
      if (wait > 0) return replyTooFast(res, wait, cors)
      if (request.capsule === undefined) return replyJson(res, 201, await notices.file(request), cors)
      const capsule = openCapsule(house, res, request.capsule, 'report', cors)
      const entries = capsule && spanIn(res, capsule, request.entries ?? [], cors)
      if (capsule === undefined || entries === undefined) return
      const answer = await notices.fileAlong(request, { capsule, entries })
      if (answer === 'full') replyError(res, 409, 'enough', ENOUGH, cors)
      else replyJson(res, 201, answer, cors)
    },
  }
}
