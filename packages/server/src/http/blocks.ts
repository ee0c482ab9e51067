import type { IncomingMessage, ServerResponse } from 'node:http'
import { FIELD } from '@stranger-chat/core/protocol'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import type { Capsule } from '../safety/capsule.js'
import type { House } from '../session/house.js'
import { type Headers, readBody, replyError, replyNothing } from './reply.js'

/** A capsule and its wrapping fit easily. */
const MAX_BODY = 8 * 1024
/**
 * Blocks by one person: a burst, then one in so many milliseconds. Counted by the person, not the address: everybody behind
 * one school's or proxy's address must be able to block at any time.
 */
const PACE = new Pace(2_000, 20)
const PEOPLE = 10_000
/** How often an end is tried again when the session moved to another connection in between. */
const TRIES = 3

/** `POST /v1/blocks {capsule}` (P-CAPSULE-3): the two never meet again, and a live chat between them ends as `left`. */
export function createBlocks(house: House) {
  const paces = new PaceTable(PACE, PEOPLE)

  return async (req: IncomingMessage, res: ServerResponse, cors: Headers): Promise<void> => {
    const text = await readBody(req, MAX_BODY)
    if (text === undefined) {
      return replyError(res, 413, 'too_big', `A block has at most ${MAX_BODY} bytes.`, {
        ...cors,
        connection: 'close',
      })
    }
    const capsule = capsuleIn(text)
    if (capsule === undefined)
      return replyError(res, 400, 'bad_request', 'Send JSON such as {"capsule": "…"}.', cors)
    const read = house.capsules.open(capsule)
    if (!read.ok) {
      return read.problem === 'forged'
        ? replyError(
            res,
            400,
            'bad_capsule',
            'This proof of the chat was changed on its way, so nobody can be blocked with it.',
            cors,
          )
        : replyError(res, 410, 'expired', 'This chat was too long ago to block somebody from it.', cors)
    }
    const { members, seat } = read.capsule
    const wait = paces.take(members.find((one) => one.seat === seat)?.identity ?? '', house.clock.now())
    if (wait > 0) {
      const retry = { 'retry-after': String(Math.ceil(wait / 1000)) }
      const words = 'That was too fast. Wait a moment, then try again.'
      return replyError(res, 429, 'rate_limited', words, { ...cors, ...retry })
    }
    await block(house, read.capsule)
    house.log.log('info', 'block.added')
    replyNothing(res, cors)
  }
}

async function block(house: House, { chat, seat, members }: Capsule): Promise<void> {
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

function capsuleIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    const capsule = typeof body === 'object' && body !== null && 'capsule' in body ? body.capsule : undefined
    return typeof capsule === 'string' && capsule.length <= FIELD.token ? capsule : undefined
  } catch {
    return undefined
  }
}
