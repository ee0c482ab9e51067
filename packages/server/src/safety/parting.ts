import type { House } from '../session/house.js'
import type { Capsule } from './capsule.js'

/** How often an end is tried again when the session moved to another connection in between. */
const TRIES = 3

/**
 * Whoever this capsule belongs to never meets the others of that chat again, and a live chat between them ends as `left`
 * (P-CAPSULE-3): a block, and what comes with every report.
 */
export async function part(house: House, { chat, seat, members }: Capsule): Promise<void> {
  const by = members.find((member) => member.seat === seat)
  if (by === undefined) return
  for (const { identity } of members.filter((member) => member.seat !== seat)) {
    await house.blocks.add(by.identity, identity, house.clock.now())
    // Whoever waits right now, on any node, carries a list from before.
    await house.backplane.command(by.identity, { type: 'avoid', identity })
    await house.backplane.command(identity, { type: 'avoid', identity: by.identity })
  }
  await endChat(house, chat, seat)
}

async function endChat({ backplane: { chats, inbox } }: House, id: string, seat: number): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    const read = await chats.read(id, Number.MAX_SAFE_INTEGER)
    const member =
      read.kind === 'log' && !read.chat.ended ? read.chat.members.find((one) => one.seat === seat) : undefined
    if (member === undefined) return
    const { sid, conn, node } = member
    const answer = await chats.end({ sid, conn, chat: id, reason: 'left' })
    if (answer.kind === 'fenced') continue
    // The backplane tells the others; who ended it here has no connection that would know.
    if (answer.kind === 'ended' && answer.entry !== undefined)
      inbox.whisper(node, { type: 'entry', sid, chat: id, entry: answer.entry })
    return
  }
}
