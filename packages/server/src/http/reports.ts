import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type EvidenceEntry,
  noticeRequest,
  reportRequest,
  type ReportStatus,
  statusRequest,
} from '@stranger-chat/core/api'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import type { Capsule } from '../safety/capsule.js'
import { membersOf } from '../safety/filing.js'
import type { Moderation } from '../safety/moderation.js'
import { numberOf } from '../safety/number.js'
import { part } from '../safety/parting.js'
import { readSpan, type SpanEntry, type SpanProblem } from '../safety/span.js'
import type { House } from '../session/house.js'
import { openCapsule, replyTooFast, take } from './intake.js'
import { type Headers, replyError, replyJson } from './reply.js'

/** What goes around a span: capsule, note and names. */
const WRAPPING = 32 * 1024
const STATUS_BODY = 64 * 1024
/** Reports by one person: a burst, then one in so many milliseconds. By the person, as for blocks. */
const REPORTS = new Pace(60_000, 10)
const STATUSES = new Pace(1_000, 30)
/** Notices need nobody's proof of anything, so they are counted by the neighbourhood they come from. */
const NOTICES = new Pace(120_000, 5)
const PEOPLE = 10_000

const PROBLEMS: Readonly<Record<SpanProblem, readonly [status: number, message: string]>> = {
  gap: [422, 'These messages don’t follow one another: something between them is missing.'],
  backwards: [422, 'These messages aren’t in the order in which they were said.'],
  stranger: [422, 'One of these messages is by somebody who wasn’t in that chat.'],
  malformed: [422, 'One of these messages can’t be read.'],
  forged: [422, 'One of these messages isn’t as this server relayed it, so none of them can be believed.'],
  expired: [410, 'This chat was too long ago: what was said in it can no longer be checked.'],
}

type Handler = (req: IncomingMessage, res: ServerResponse, cors: Headers) => Promise<void>
export interface Reports {
  readonly report: Handler
  readonly status: Handler
  readonly notice: Handler
}

/** `POST /v1/reports`, `/v1/reports/status` and `/v1/notices` (P-REPORT). */
export function createReports(
  house: House,
  { filing, ledger }: Moderation,
  placeOf: (req: IncomingMessage) => string | undefined,
): Reports {
  const reporters = new PaceTable(REPORTS, PEOPLE)
  const askers = new PaceTable(STATUSES, PEOPLE)
  const notifiers = new PaceTable(NOTICES, PEOPLE)
  const max = house.limits.reportBytes + WRAPPING

  const waitOf = (paces: PaceTable, req: IncomingMessage): number => {
    const place = placeOf(req)
    // Behind a proxy nobody told us of everybody comes from here, and shares one allowance.
    return paces.take(place ?? 'here', house.clock.now())
  }

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

  return {
    async report(req, res, cors) {
      const request = await take(req, res, reportRequest, max, cors)
      if (request === undefined) return
      const capsule = openCapsule(house, res, request.capsule, 'report', cors)
      if (capsule === undefined) return
      const wait = reporters.take(membersOf(capsule)[0].identity, house.clock.now())
      if (wait > 0) return replyTooFast(res, wait, cors)
      const entries = spanIn(res, capsule, request.entries, cors)
      if (entries === undefined) return
      const { report, number, isNew } = await filing.report(capsule, request, entries)
      // Filed first: whatever happens to the rest, what was handed in is kept.
      await part(house, capsule)
      house.log.log('info', 'report.filed', { number, ...(isNew ? {} : { repeated: true }) })
      replyJson(res, 201, { number, receipt: house.tokens.receipt.sign({ report }) }, cors)
    },

    async status(req, res, cors) {
      const request = await take(req, res, statusRequest, STATUS_BODY, cors)
      if (request === undefined) return
      const wait = waitOf(askers, req)
      if (wait > 0) return replyTooFast(res, wait, cors)
      const reports: ReportStatus[] = []
      for (const receipt of request.receipts) {
        const read = house.tokens.receipt.read(receipt)
        const report = read.ok ? await ledger.report(read.report) : undefined
        const file = report === undefined ? undefined : await ledger.case(report.case)
        if (file === undefined) continue
        const { decidedAt } = file
        reports.push({
          number: numberOf(file.id),
          state: file.state === 'open' ? 'open' : file.acted === true ? 'acted' : 'not_acted',
          ...(decidedAt === undefined || file.state === 'open' ? {} : { decidedAt }),
        })
      }
      replyJson(res, 200, { reports }, cors)
    },

    async notice(req, res, cors) {
      const request = await take(req, res, noticeRequest, max, cors)
      if (request === undefined) return
      const wait = waitOf(notifiers, req)
      if (wait > 0) return replyTooFast(res, wait, cors)
      const capsule =
        request.capsule === undefined ? undefined : openCapsule(house, res, request.capsule, 'report', cors)
      if (request.capsule !== undefined && capsule === undefined) return
      const entries = capsule === undefined ? [] : spanIn(res, capsule, request.entries ?? [], cors)
      if (entries === undefined) return
      const { report, number } = await filing.notice(capsule, request, entries)
      // Nobody meets again whom they called a lawbreaker.
      if (capsule !== undefined) await part(house, capsule)
      house.log.log('info', 'notice.filed', { number })
      replyJson(res, 201, { number, receipt: house.tokens.receipt.sign({ report }) }, cors)
    },
  }
}
