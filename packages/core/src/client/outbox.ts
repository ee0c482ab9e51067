import type { Entry, Limits, MemberBody } from '../protocol/index.js'

/** One send that the server hasn't acknowledged. */
export interface Item {
  readonly n: number
  readonly body: MemberBody
}

/** The sends of one chat: numbered 1, 2, 3, …, kept until acknowledged, paced to the server's limits. */
export interface Outbox {
  /** The number of the newest send made. */
  readonly last: number
  /** Not acknowledged, in order of n. */
  readonly items: readonly Item[]
  /** The highest n given to the present connection. */
  readonly sent: number
  /** The highest n that may have reached the server, on whichever connection. */
  readonly tried: number
  /** After a gap: which of the sends up to here have arrived, nobody can tell before the next resume. */
  readonly blind: number
  /** What the server had counted when this connection took the chat up: whose sends these are, the replay tells. */
  readonly counted: number
  /** Nothing leaves before this time: the server asked for a pause. */
  readonly until: number
  /** When each bucket would be empty again if nothing more left (the virtual schedule of a leaky bucket). */
  readonly drained: number
  readonly drainedSignals: number
}

export const EMPTY_OUTBOX: Outbox = {
  last: 0,
  items: [],
  sent: 0,
  tried: 0,
  blind: 0,
  counted: 0,
  until: 0,
  drained: 0,
  drainedSignals: 0,
}

/** Below the server's burst by this many, since jitter on the way bunches what left evenly. */
const BURST_MARGIN = 2

type Pace = Pick<Limits, 'sendRate' | 'sendBurst' | 'signalsPer10s'>
type Bucket = 'drained' | 'drainedSignals'

/** Signals have a bucket of their own: a call never waits for words that were many (P-LIMIT-3). */
const bucketOf = ({ kind }: MemberBody): Bucket => (kind === 'signal' ? 'drainedSignals' : 'drained')

/** How long one send fills its bucket, and how far ahead of that many may leave at once; ms. */
function paceOf(bucket: Bucket, { sendRate, sendBurst, signalsPer10s }: Pace) {
  const interval = bucket === 'drained' ? 1_000 / Math.max(1, sendRate) : 10_000 / Math.max(1, signalsPer10s)
  const burst = bucket === 'drained' ? sendBurst : signalsPer10s
  return { interval, slack: interval * (Math.max(1, burst - BURST_MARGIN) - 1) }
}

export const add = (outbox: Outbox, body: MemberBody): Outbox => ({
  ...outbox,
  last: outbox.last + 1,
  items: [...outbox.items, { n: outbox.last + 1, body }],
})

/** An outbox in which sends got other numbers, and which: old to new. */
export interface Moved {
  readonly outbox: Outbox
  readonly moved: ReadonlyMap<number, number>
}

/** What a call says, which words make way for. */
export const isOfCall = ({ kind }: MemberBody): boolean => kind === 'signal' || kind === 'consent'

/**
 * Adds what a call says in front of the words that haven't left: whoever takes a step back or hangs up isn't kept waiting by
 * their own words (P-N-4). What was tried keeps its number, since it may have arrived under it; and what the server refused
 * comes next all the same, since it takes nothing else before (P-N-3). Calls keep their order among each other, and so do words.
 */
export function urge(outbox: Outbox, body: MemberBody): Moved {
  const { items, sent, tried, blind, counted } = outbox
  const fixed = Math.max(sent, tried, blind, counted)
  const at = items.findIndex((item) => item.n > fixed && !isOfCall(item.body))
  if (at === -1) return { outbox: add(outbox, body), moved: new Map() }
  const later = items.slice(at)
  const n = later[0]?.n ?? outbox.last + 1
  return {
    outbox: {
      ...outbox,
      last: outbox.last + 1,
      items: [...items.slice(0, at), { n, body }, ...later.map((item) => ({ ...item, n: item.n + 1 }))],
    },
    moved: new Map(later.map((item) => [item.n, item.n + 1])),
  }
}

export interface Due {
  readonly outbox: Outbox
  /** To be sent now, in order. */
  readonly items: readonly Item[]
  /** When more may leave; null when nothing waits. */
  readonly next: number | null
}

/**
 * Takes what may leave at this moment without tripping the server's rate limit (P-LIMIT-3). While the replay still has to
 * tell whether a send has arrived nothing leaves, or what was said after it could overtake it.
 */
export function due(outbox: Outbox, at: number, pace: Pace): Due {
  if (isHeld(outbox)) return { outbox, items: [], next: null }
  const items: Item[] = []
  const drained = {
    drained: Math.max(outbox.drained, at),
    drainedSignals: Math.max(outbox.drainedSignals, at),
  }
  let next: number | null = null
  for (const item of outbox.items) {
    if (item.n <= outbox.sent) continue
    const bucket = bucketOf(item.body)
    const { interval, slack } = paceOf(bucket, pace)
    const from = Math.max(outbox.until, drained[bucket] - slack)
    if (from > at) {
      next = from
      break
    }
    items.push(item)
    drained[bucket] += interval
  }
  const sent = items.at(-1)?.n
  return {
    outbox:
      sent === undefined ? outbox : { ...outbox, ...drained, sent, tried: Math.max(sent, outbox.tried) },
    items,
    next,
  }
}

/** Forgets an acknowledged send. */
export function acknowledge(outbox: Outbox, n: number): Outbox {
  if (!outbox.items.some((item) => item.n === n)) return outbox
  return { ...outbox, items: outbox.items.filter((item) => item.n !== n) }
}

/**
 * Goes back to a refused n: the server dropped every higher one in silence (P-N-3), so those have arrived nowhere. From `until`
 * on a single send goes first, then one an interval: the server's bucket has just shown to be empty.
 */
export function refuse(outbox: Outbox, n: number, until: number, pace: Pace): Outbox {
  const back = goBack(outbox, n, until, pace)
  return back === outbox ? outbox : { ...back, tried: n }
}

/** After a gap: goes back to the first that wasn't answered, though some of them may have arrived. */
export function repeat(outbox: Outbox, n: number, until: number, pace: Pace): Outbox {
  const back = goBack(outbox, n, until, pace)
  return back === outbox ? outbox : { ...back, blind: outbox.tried }
}

function goBack(outbox: Outbox, n: number, until: number, pace: Pace): Outbox {
  const refused = outbox.items.find((item) => item.n === n)
  if (n > outbox.sent || refused === undefined) return outbox
  const bucket = bucketOf(refused.body)
  return { ...outbox, sent: n - 1, until, [bucket]: until + paceOf(bucket, pace).slack }
}

const isCounted = ({ counted }: Outbox, n: number | undefined): boolean => n !== undefined && n <= counted

/** Whether the replay still has to tell what has arrived. */
export const isHeld = (outbox: Outbox): boolean => isCounted(outbox, outbox.items[0]?.n)

/**
 * After a resume: everything above the server's count goes again; what it counted comes back as entries (P-RESUME-6), and
 * only they tell whose it was (P-RESUME-7): a page that was duplicated or restored may have sent for us.
 */
export const rewind = (outbox: Outbox, accepted: number): Outbox => ({
  ...outbox,
  last: Math.max(outbox.last, accepted),
  sent: accepted,
  blind: 0,
  counted: accepted,
})

/** Whether the entry of an own n shows that another tab's send got that number: it says something else. */
export function displaces(outbox: Outbox, n: number, body: Entry['body']): boolean {
  const item = outbox.items.find((one) => one.n === n)
  return item !== undefined && body['kind'] !== 'void' && !says(body, item.body)
}

/** Neither the send that had this n has arrived nor any after it: all of them go on behind what is taken (P-RESUME-7). */
export function displace(outbox: Outbox, n: number): Moved {
  const counted = Math.max(outbox.counted, n)
  const moved = new Map<number, number>()
  const items = outbox.items.map((item) => {
    if (item.n < n) return item
    moved.set(item.n, counted + 1 + moved.size)
    return { ...item, n: counted + moved.size }
  })
  const last = counted + moved.size
  return { outbox: { ...outbox, items, last, sent: counted, tried: counted, blind: 0, counted }, moved }
}

/** Nobody will tell what became of the counted sends: they are let go (P-RESUME-5). */
export function giveUpCounted(outbox: Outbox): { readonly outbox: Outbox; readonly lost: readonly Item[] } {
  const lost = outbox.items.filter(({ n }) => isCounted(outbox, n))
  return { outbox: { ...outbox, items: outbox.items.slice(lost.length) }, lost }
}

/** Servers relay a body as it was sent, field by field. */
const says = (body: Entry['body'], own: MemberBody): boolean =>
  Object.entries(own).every(([field, value]) => body[field] === value)

/** The highest n known to be in the server's log. */
export const settled = (outbox: Outbox): number => (outbox.items[0]?.n ?? outbox.last + 1) - 1
