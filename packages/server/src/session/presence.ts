import type { ChatRecord, Push } from '../ports/backplane.js'
import { presenceText } from './frames.js'

/** The record with what a push told of a member. */
export const told = (
  record: ChatRecord,
  { seat, present, away }: Extract<Push, { type: 'presence' }>,
): ChatRecord => ({
  ...record,
  members: record.members.map((one) =>
    one.seat === seat ? { ...one, present, away: present ? away === true : one.away } : one,
  ),
})

/** What a read shows of the others that no push may have told: one got lost, or came before there was a seat to tell (P-RESUME-4). */
export const changes = (before: ChatRecord, now: ChatRecord, own: number): readonly string[] =>
  now.ended
    ? []
    : now.members.flatMap(({ seat, present, away }, i) => {
        const old = before.members[i]
        const isSame = seat === own || (old?.present === present && (old.away === away || !present))
        return isSame ? [] : [presenceText(now.id, seat, present, present && away)]
      })
