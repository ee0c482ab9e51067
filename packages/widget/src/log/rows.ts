import type { Message } from '@stranger-chat/core'

/** After this quiet a line with the time stands between two messages; in ms. */
export const GAP_MS = 5 * 60_000

/** One line of the list, with what its neighbours decide about it. */
export interface Row {
  readonly message: Message
  /** Stays the same when the ack changes the message's own key, so its element is kept. */
  readonly key: string
  /** The first of one voice's run: 12 px above it; the others follow at 2 px. */
  readonly first: boolean
  /** The last of its run has the speaker's corner. */
  readonly last: boolean
  /** The time to write above, after a long quiet. */
  readonly gap: number | null
}

export const shown = (message: Message): boolean =>
  message.kind === 'text' ||
  message.kind === 'unsupported' ||
  (message.kind === 'void' && message.from === 'me')

/** Words that have arrived: what a transcript holds. */
export const isSaid = ({ kind, state }: Message): boolean => kind === 'text' && state === 'sent'

/** The one name of a message's element; an own message keeps it when the ack changes the message's key. */
const rowKey = ({ from, n, chat, key }: Message): string =>
  from === 'me' && n !== null ? `${chat}:n${n}` : key

/** More new messages at once than this are history or a burst: they don't rise, they are there. */
const RISING = 2

/** Which rows may rise, now that the list is another. An ack changes the list but adds nothing. */
export function freshKeys(
  before: readonly Message[],
  after: readonly Message[],
  fresh: ReadonlySet<string>,
): ReadonlySet<string> {
  const added = after.length - before.length
  if (added === 0) return fresh
  const live = before.length > 0 || after.length === 1
  return new Set(live && added > 0 && added <= RISING ? after.slice(-added).map(rowKey) : [])
}

/** The newest `max` messages as rows. Tombstones of the stranger's and ends aren't rows. */
export function rows(messages: readonly Message[], max: number): readonly Row[] {
  const list = messages.filter(shown).slice(-max)
  const apart = (a: Message | undefined, b: Message): boolean =>
    !a || a.from !== b.from || b.at - a.at >= GAP_MS
  return list.map((message, i) => {
    const before = list[i - 1]
    const after = list[i + 1]
    return {
      message,
      key: rowKey(message),
      first: apart(before, message),
      last: !after || apart(message, after),
      gap: before && message.at - before.at >= GAP_MS ? message.at : null,
    }
  })
}

/** So many rows are a pack; more when something comes in between. */
export const PACK = 16

/** Rows that the browser skips as a whole while they are out of sight. */
export interface Pack {
  readonly id: number
  readonly rows: readonly Row[]
}

/** The rows in packs. A row stays in the pack it `was` in by its key, whatever comes, goes or is acked at either end. */
export function packs(list: readonly Row[], was: ReadonlyMap<string, number>): readonly Pack[] {
  const all: { readonly id: number; readonly rows: Row[] }[] = []
  const settled = list.findLastIndex(({ key }) => was.has(key))
  list.forEach((one, i) => {
    const pack = all.at(-1)
    const id = pack?.id ?? 0
    const full = i > settled && pack !== undefined && pack.rows.length >= PACK
    const own = Math.max(id, was.get(one.key) ?? (full ? id + 1 : id))
    if (pack && own === id) pack.rows.push(one)
    else all.push({ id: own, rows: [one] })
  })
  return all
}

/**
 * One emoji (UTS 51): a flag by letters, a keycap, or a picture with its skin tone and tags, and what joiners add to it. What is
 * drawn as text unless asked for, ©, ♂ or a digit, counts where it was asked for.
 */
const EMOJI =
  /\p{RI}{2}|[\d#*]\ufe0f\u20e3|(?!\p{RI})(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=\ufe0f|\u200d|\p{Emoji_Modifier}))\p{Emoji_Modifier}?\ufe0f?[\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)*/gu
/** Spaces, and the marks of direction that a keyboard from the right puts between them. */
const BETWEEN = /^[\s\u200e\u200f\u061c]*$/
/** More than these are no longer a gesture. */
const EMOJI_MAX = 12
/** Longer than this a text isn't even looked at; in UTF-16 units, of which a family may need 25. */
const EMOJI_UNITS = 25 * EMOJI_MAX

/** A message of nothing but a few emoji is drawn large. */
export function emojiOnly(text: string): boolean {
  if (text.length > EMOJI_UNITS) return false
  const emoji = text.match(EMOJI)?.length ?? 0
  return emoji > 0 && emoji <= EMOJI_MAX && BETWEEN.test(text.replace(EMOJI, ''))
}
