import type { Mode } from '@stranger-chat/core/protocol'
import type { ChatRecord, LogEntry, MemberRecord, Ticket } from '../ports/backplane.js'

/** What a chat is made of from one ticket: written down with the wish, so that a match needs nothing else. */
export interface Card {
  readonly sid: string
  readonly conn: number
  readonly node: string
  readonly identity: string
  readonly ticket: string
  readonly pool: string
  readonly mode: Mode
  readonly prefixes: readonly string[]
  readonly languages: readonly string[]
  readonly interests: readonly string[]
  readonly labels: readonly string[]
}

export const cardOf = (ticket: Ticket): Card => {
  const { sid, conn, node, identity, id, pool, mode, prefixes, languages, interests, labels } = ticket
  return { sid, conn, node, identity, ticket: id, pool, mode, prefixes, languages, interests, labels }
}

/** Two tickets have met: all that their chat is, before anything was said. `first` waited. */
export interface Match {
  readonly chat: string
  readonly epoch: string
  readonly startedAt: number
  readonly met: boolean
  readonly first: Card
  readonly second: Card
  readonly offer?: string
}

/** What of a member never changes. */
type Fixed = Pick<
  MemberRecord,
  'seat' | 'role' | 'sid' | 'identity' | 'prefixes' | 'ticket' | 'language' | 'shared'
>

export function fixedOf(seat: number, own: Card, other: Card): Fixed {
  const language = own.languages.find((key) => other.languages.includes(key)) ?? own.languages[0]
  return {
    seat,
    role: 'stranger',
    sid: own.sid,
    identity: own.identity,
    prefixes: own.prefixes,
    ticket: own.ticket,
    ...(language === undefined ? {} : { language }),
    shared: own.labels.filter((_, i) => other.interests.includes(own.interests[i] ?? '')),
  }
}

type Made = Pick<ChatRecord, 'id' | 'epoch' | 'mode' | 'startedAt' | 'met'>
export const madeOf = ({ chat, epoch, startedAt, met, second }: Match): Made => ({
  id: chat,
  epoch,
  mode: second.mode,
  startedAt,
  met,
})

/** As `view` in `lua/chat.lua` writes it. */
interface View {
  readonly made: Made
  readonly top: number
  readonly first: number
  readonly ended: boolean
  readonly seats: readonly (Pick<
    MemberRecord,
    'conn' | 'node' | 'present' | 'away' | 'confirmed' | 'accepted' | 'seen'
  > & { readonly card: Fixed })[]
}

/** What a script says of a chat. Written by our own scripts, so it is taken at its word. */
export function recordIn(text: unknown): ChatRecord {
  const { made, seats, ...rest } = JSON.parse(String(text)) as View
  return { ...made, ...rest, members: seats.map(({ card, ...seat }) => ({ ...card, ...seat })) }
}

export const entriesIn = (text: unknown): readonly LogEntry[] => JSON.parse(String(text)) as LogEntry[]
export const entryIn = (text: unknown): LogEntry => JSON.parse(String(text)) as LogEntry
export const matchIn = (text: unknown): Match => JSON.parse(String(text)) as Match
