import type { ChatLog, Seat } from './chatlog.js'
import { type Claim, type State, tellOthers } from './state.js'

export function seatIn(chat: ChatLog, sid: string): Seat | undefined {
  for (const seat of chat.seats) if (seat.sid === sid) return seat
  return undefined
}

/** A member's line fell or is back. A live chat that everybody has left is given up in time. */
export function setPresent(state: State, chat: ChatLog, seat: Seat, present: boolean): void {
  if (seat.present === present) return
  seat.present = present
  tellPresence(state, chat, seat)
  if (chat.end !== undefined) return
  if (chat.seats.some((member) => member.present)) state.sweep.clear(chat)
  else state.sweep.set(chat, state.limits.orphanMs)
}

/** A member looks away, or back. Of one whose line fell nothing is told before it is back. */
export function setAway(state: State, chat: ChatLog, seat: Seat, away: boolean): void {
  if (seat.away === away || chat.end !== undefined) return
  seat.away = away
  if (seat.present) tellPresence(state, chat, seat)
}

function tellPresence(state: State, chat: ChatLog, seat: Seat): void {
  const { present } = seat
  const more = present && seat.away ? { away: true as const } : {}
  tellOthers(state, chat, seat, (sid) => ({
    type: 'presence',
    sid,
    chat: chat.id,
    seat: seat.seat,
    present,
    ...more,
  }))
}

/** Lets a session's seats follow its newest connection, so that pushes find it. */
export function follow(claim: Claim): void {
  for (const chat of claim.chat === undefined ? claim.ended : [claim.chat, ...claim.ended]) {
    const seat = seatIn(chat, claim.sid)
    if (seat === undefined) continue
    seat.conn = claim.conn
    seat.node = claim.node
  }
}
