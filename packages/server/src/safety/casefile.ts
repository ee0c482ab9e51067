import {
  type ActionKind,
  type CaseFile,
  type CaseRow,
  CONSOLE,
  LASTING,
  type PastAction,
  REPORT,
  SEVERITY,
  type ShownReport,
} from '@stranger-chat/core/api'
import type { ActionRecord, CaseRecord, Ledger, ReportRecord } from '../ports/ledger.js'
import { ACTORS, isNobody } from '../rules/facts.js'
import { type OpenWords, readWords } from './drawers.js'
import type { SealedSpan } from './filing.js'
import { numberOf } from './number.js'
import type { SealedPicture } from './pictures.js'
import type { Vault } from './vault.js'

export interface FileParts {
  readonly ledger: Ledger
  readonly vault: Vault
}

/** Reports of which the best are shown: more than any person draws who isn't mobbed. */
const LOOKED_AT = 1_000

/** What the console calls somebody who isn't a person with a name. */
const NAMES: Readonly<Record<string, string>> = {
  [ACTORS.member]: 'a member',
  [ACTORS.machine]: 'the server',
  [ACTORS.operator]: 'the operator',
}

/** How moderators are called, by id; somebody who was removed keeps the name. */
export async function namesOf(ledger: Ledger): Promise<(actor: string) => string> {
  const staff = new Map((await ledger.staff.all()).map(({ id, name }) => [id, name]))
  return (actor) => NAMES[actor] ?? staff.get(actor) ?? 'somebody'
}

export function rowOf(one: CaseRecord, nameOf: (actor: string) => string, now: number): CaseRow {
  const { id, state, reason, priority, reports, openedAt, practice, heldUntil = 0 } = one
  const { takenBy, takenUntil = 0, decidedAt, acted } = one
  return {
    case: id,
    number: numberOf(id),
    state,
    reason,
    priority,
    reports,
    openedAt,
    practice,
    held: heldUntil > now,
    ...(state === 'open' && one.wants !== undefined ? { wants: one.wants } : {}),
    ...(isNobody(one.subject) ? { nobody: true } : {}),
    ...(state === 'decided' && acted !== undefined ? { acted } : {}),
    ...(takenBy === undefined || takenUntil <= now ? {} : { takenBy: nameOf(takenBy), takenUntil }),
    ...(decidedAt === undefined ? {} : { decidedAt }),
  }
}

export function pastOf(one: ActionRecord, nameOf: (actor: string) => string, now: number): PastAction {
  const { id, case: caseId, kind, policies, ground, at, actor, appeal, until, reversedAt } = one
  return {
    action: id,
    case: caseId,
    number: numberOf(caseId),
    kind,
    policies: [...policies],
    ground,
    at,
    by: nameOf(actor),
    active: reversedAt === undefined && holdsAt(kind, until) > now,
    appeal,
    ...(until === undefined ? {} : { until }),
    ...(reversedAt === undefined ? {} : { reversedAt }),
  }
}

/** Until when an action holds that isn't reversed: without an end, what lasts is for good. */
const holdsAt = (kind: ActionKind, until?: number): number =>
  until ?? (LASTING[kind] === undefined ? 0 : Infinity)

/** Everything a moderator sees of a case. Whoever calls this has written down that the evidence was opened. */
export async function readFile(
  { ledger, vault }: FileParts,
  one: CaseRecord,
  now: number,
): Promise<CaseFile> {
  const nameOf = await namesOf(ledger)
  const reports = (await ledger.reports(one.id, LOOKED_AT)).toSorted(byWorth).slice(0, CONSOLE.page)
  const shown = reports.map(({ id }) => id)
  const words = await readWords({ ledger, vault }, one.id, shown)
  const history = await ledger.actionsOn(one.subject, CONSOLE.history)
  const similar = await ledger.similar(one.id, CONSOLE.similar)
  return {
    row: rowOf(one, nameOf, now),
    version: one.version,
    reports: reports.map((report) =>
      shownOf(
        report,
        words.of(report.id, 'span').at(-1)?.words as SealedSpan | undefined,
        words.of(report.id, 'note', 'notice').map((note) => ({ at: note.at, text: textOf(note.words) })),
        words.of(report.id, 'picture'),
        words.isGone(report.id),
      ),
    ),
    history: history.map((action) => pastOf(action, nameOf, now)),
    similar: similar.map((other) => rowOf(other, nameOf, now)),
  }
}

/** Of more reports than are shown, those that tell most: a brigade pushes no evidence out of sight. */
const byWorth = (a: ReportRecord, b: ReportRecord): number =>
  SEVERITY[b.reason] - SEVERITY[a.reason] ||
  Number(b.entries > 0) - Number(a.entries > 0) ||
  b.weight - a.weight ||
  b.at - a.at

/** A note, or a legal notice, which is read as one. */
function textOf(words: unknown): string {
  if (typeof words === 'string') return words
  if (typeof words !== 'object' || words === null) return ''
  const { text, law, name, email } = words as Readonly<Record<string, string | undefined>>
  return [text, law, name, email].filter((line) => line !== undefined && line !== '').join('\n')
}

function shownOf(
  { id, reason, at, weight, by, of, entries: count }: ReportRecord,
  span: SealedSpan | undefined,
  notes: ShownReport['notes'],
  pictures: ReturnType<OpenWords['of']>,
  isShredded: boolean,
): ShownReport {
  const picked = new Set(span?.picked)
  return {
    report: id,
    reason,
    at,
    weight,
    reporter: by,
    reported: of,
    evidence: isShredded ? 'shredded' : count > 0 ? 'verified' : 'none',
    entries: (span?.entries ?? []).map(({ offset, seat, at: when, body, kind, hash }) => ({
      offset,
      seat,
      at: when,
      picked: picked.has(offset),
      ...(body === undefined ? {} : { body: { ...body } }),
      ...(kind === undefined ? {} : { kind }),
      ...(hash === undefined ? {} : { hash }),
    })),
    notes: notes.filter(({ text }) => text !== '').slice(0, CONSOLE.notes),
    ...(pictures.length > 0 && { pictures: inOrder(pictures).map((one) => one.id) }),
  }
}

const inOrder = (pictures: ReturnType<OpenWords['of']>) =>
  pictures
    .toSorted((a, b) => (a.words as SealedPicture).place - (b.words as SealedPicture).place)
    .slice(0, REPORT.pictures)
