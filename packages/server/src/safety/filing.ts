import { type NoticeRequest, type Reason, REPORT, type ReportRequest } from '@stranger-chat/core/api'
import type { Clock, Random } from '../ports/clock.js'
import type { CaseRecord, Change, Guard, Ledger, ReportRecord, Sealed } from '../ports/ledger.js'
import { ACTORS, type Fact, nobody } from '../rules/facts.js'
import { graver, weightOf } from '../rules/priority.js'
import { albumFor } from './album.js'
import type { Capsule, CapsuleMember } from './capsule.js'
import { placeFor } from './drawers.js'
import { numberOf } from './number.js'
import type { SealedPicture } from './pictures.js'
import type { SpanEntry } from './span.js'
import type { Vault } from './vault.js'

/** How often a write is tried again when something else about the same person came first. */
const TRIES = 8
/** With pictures, what came first may be anything about the case; so often they are waited for, then the report goes without. */
const PICTURE_TRIES = 5

export interface FilingParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
}
export interface Filed {
  readonly report: string
  readonly number: string
  /** False when the same member had reported this chat before. */
  readonly isNew: boolean
  /** There is so much in it already that this wasn't kept. */
  readonly isFull?: true
  /** How many of the pictures handed in are kept. */
  readonly pictures: number
}
/** What is sealed of a report besides its note. */
export interface SealedSpan {
  readonly picked: readonly number[]
  readonly entries: readonly SpanEntry[]
}

/** Takes reports and notices into the ledger: one case for each person, however many report them. */
export interface Filing {
  /**
   * @param capsule the reporter's, opened
   * @param entries a span that was found genuine
   * @param pictures with nothing in them but what they show
   */
  readonly report: (
    capsule: Capsule,
    request: Pick<ReportRequest, 'reason' | 'picked' | 'note'>,
    entries: readonly SpanEntry[],
    pictures?: readonly Uint8Array[],
  ) => Promise<Filed>
  /** @param id for one without a chat: what comes again under the same one is filed once */
  readonly notice: (
    capsule: Capsule | undefined,
    request: NoticeRequest,
    entries: readonly SpanEntry[],
    id?: string,
  ) => Promise<Filed>
}

/** Something new about somebody, before it is known which case it belongs to. */
interface News {
  readonly subject: string
  readonly reason: Reason
  readonly marks: readonly string[]
  readonly report: string
  readonly guards: readonly Guard[]
  /** @param pictures how many are kept */
  readonly fact: (caseId: string, pictures: number) => Fact
  readonly words: readonly Content[]
  readonly pictures: readonly Uint8Array[]
}

/** Words before they are sealed. */
interface Content {
  readonly what: Sealed['what']
  readonly content: unknown
}

export function createFiling({ ledger, vault, clock, random }: FilingParts): Filing {
  /** @returns what was filed, or nothing if somebody else's write came between */
  async function tryFile(news: News, pictures: readonly Uint8Array[]): Promise<Filed | undefined> {
    const at = clock.now()
    const open = await ledger.openCaseOf(news.subject)
    const id = open?.id ?? random.id()
    const { drawer, key, keys, guard } = await placeFor({ ledger, vault }, id, news.report)
    const { fresh, kept } = await albumFor({ ledger, vault }, open, news.report, pictures)
    const contents = [...news.words, ...fresh.map(pictureOf)]
    const fact = news.fact(id, fresh.length)
    const opened: Fact = { type: 'case.opened', case: id, subject: news.subject, reason: news.reason }
    const change: Change = {
      at,
      actor: ACTORS.member,
      facts: open === undefined ? [opened, fact] : [fact],
      guards: [...news.guards, guardOf(open, news.subject, fresh.length > 0), guard],
      keys,
      sealed: contents.map(({ what, content }) =>
        vault.seal(drawer, key, { id: random.id(), what, of: news.report, at }, content),
      ),
      marks: news.marks.map((mark) => ({ case: id, mark })),
    }
    const answer = await ledger.write(change)
    if (answer.kind !== 'written') return undefined
    return { report: news.report, number: numberOf(id), isNew: true, pictures: kept }
  }

  /** @param news is told whether there is still time to wait for a quiet moment, which pictures need */
  async function file(news: (isEarly: boolean) => Promise<News | Filed | undefined>): Promise<Filed> {
    for (let i = 0; i < TRIES; i++) {
      const isEarly = i < PICTURE_TRIES
      const one = await news(isEarly)
      if (one === undefined) continue
      if ('isNew' in one) return one
      const filed = await tryFile(one, isEarly ? one.pictures : [])
      if (filed !== undefined) return filed
    }
    throw new Error('The ledger was too busy.')
  }

  /**
   * More of the same chat by the same member: it counts once; a longer span, a graver reason and further words are kept beside the first.
   * @returns nothing if somebody else's write came between
   */
  async function again(
    known: ReportRecord,
    reason: Reason,
    span: SealedSpan,
    words: readonly Content[],
    pictures: readonly Uint8Array[],
  ): Promise<Filed | undefined> {
    const one = await ledger.case(known.case)
    const { fresh, kept } = await albumFor({ ledger, vault }, one, known.id, pictures)
    const filed = { report: known.id, number: numberOf(known.case), isNew: false }
    const isLonger = span.entries.length > known.entries
    const isGraver = graver(known.reason, reason) !== known.reason
    const isMore = isLonger || isGraver || words.length > 0 || fresh.length > 0
    if (!isMore || one?.state !== 'open') return { ...filed, pictures: kept - fresh.length }
    if (known.added >= REPORT.additions) return { ...filed, pictures: kept - fresh.length, isFull: true }
    const { drawer, key, keys, guard } = await placeFor({ ledger, vault }, known.case, known.id)
    const at = clock.now()
    const contents: readonly Content[] = [
      ...(isLonger ? [{ what: 'span', content: span } as const] : []),
      ...words,
      ...fresh.map(pictureOf),
    ]
    const answer = await ledger.write({
      at,
      actor: ACTORS.member,
      facts: [
        {
          type: 'report.added',
          case: known.case,
          report: known.id,
          reason,
          entries: span.entries.length,
          ...counted(fresh.length),
        },
      ],
      guards: [
        fresh.length > 0 ? unchanged(one) : { is: 'open', case: known.case },
        { is: 'added', report: known.id, times: known.added },
        ...(contents.length > 0 ? [guard] : []),
      ],
      keys: contents.length > 0 ? keys : [],
      sealed: contents.map(({ what, content }) =>
        vault.seal(drawer, key, { id: random.id(), what, of: known.id, at }, content),
      ),
    })
    return answer.kind === 'written' ? { ...filed, pictures: kept } : undefined
  }

  /** Somebody's word about whom they met in a chat: a report, or a notice that the law was broken there. */
  const ofChat = (
    capsule: Capsule,
    reason: Reason,
    { picked, entries }: SealedSpan,
    words: readonly Content[],
    pictures: readonly Uint8Array[],
  ): Promise<Filed> =>
    file(async (isEarly) => {
      const { chat, seat: by } = capsule
      const [own, other] = membersOf(capsule)
      const span = { picked: picked.filter((at) => entries.some(({ offset }) => offset === at)), entries }
      const known = await ledger.reportOf(chat, by)
      if (known !== undefined) return await again(known, reason, span, words, isEarly ? pictures : [])
      const report = random.id()
      const weight = weightOf(await ledger.reporter(own.identity))
      return {
        subject: other.identity,
        reason,
        marks: other.prefixes,
        report,
        guards: [{ is: 'no_report', chat, by }],
        fact: (id, count) => ({
          type: 'report.filed',
          case: id,
          report,
          reason,
          chat,
          reporter: own.identity,
          by,
          of: other.seat,
          weight,
          entries: entries.length,
          ...counted(count),
        }),
        words: entries.length === 0 ? words : [{ what: 'span', content: span }, ...words],
        pictures,
      }
    })

  return {
    report(capsule, { reason, picked = [], note = '' }, entries, pictures = []) {
      const words: readonly Content[] = note === '' ? [] : [{ what: 'note', content: note }]
      return ofChat(capsule, reason, { picked, entries }, words, reason === 'underage' ? [] : pictures)
    },

    notice(capsule, { text, law, name, email }, entries, report = random.id()) {
      const words: readonly Content[] = [{ what: 'notice', content: { text, law, name, email } }]
      if (capsule !== undefined) return ofChat(capsule, 'illegal', { picked: [], entries }, words, [])
      return file(async () => {
        const known = await ledger.report(report)
        if (known !== undefined) return { report, number: numberOf(known.case), isNew: false, pictures: 0 }
        return {
          // About nobody in particular, so it is a case of its own.
          subject: nobody(report),
          reason: 'illegal',
          marks: [],
          report,
          guards: [],
          fact: (id) => ({ type: 'notice.filed', case: id, report }),
          words,
          pictures: [],
        }
      })
    },
  }
}

const pictureOf = (picture: SealedPicture): Content => ({ what: 'picture', content: picture })
const counted = (pictures: number) => (pictures > 0 ? { pictures } : {})

/** Nothing came to it meanwhile: no other pictures, nor somebody who says that it is about a child. */
const unchanged = ({ id, version }: CaseRecord): Guard => ({ is: 'version', case: id, version })
const guardOf = (open: CaseRecord | undefined, subject: string, isWithPictures: boolean): Guard => {
  if (open === undefined) return { is: 'no_open_case', subject }
  return isWithPictures ? unchanged(open) : { is: 'open', case: open.id }
}

/** Whose capsule it is, and whom they met. The server sealed it, so both are there. */
export function membersOf({ members, seat }: Capsule): readonly [own: CapsuleMember, other: CapsuleMember] {
  const own = members.find((member) => member.seat === seat)
  const other = members.find((member) => member.seat !== seat)
  if (own === undefined || other === undefined) throw new Error('A capsule names two members.')
  return [own, other]
}
