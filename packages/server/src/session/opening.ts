import { type ClientFrameOf, encode, VERSION } from '@stranger-chat/core/protocol'
import type { ChatRecord, Claimed, LogEntry } from '../ports/backplane.js'
import type { Visitor } from '../ports/plugin.js'
import { Challenge } from './challenge.js'
import type { Connection, Opener } from './connection.js'
import { IDLE } from './frames.js'
import type { House } from './house.js'
import { SESSION_MS } from '../rules/lifetimes.js'
import { allowanceOf } from '../rules/sanctions.js'
import { leaveChat } from './leaving.js'
import { Session } from './session.js'
import { farewellOf } from './standing.js'
import { banByRule } from './ruling.js'

type Hello = ClientFrameOf<'hello'>

const BUSY_MS = 5_000

interface Who {
  readonly sid: string
  readonly identity: string
  /** When the identity was first seen. */
  readonly issuedAt: number
  /** No token named the session. */
  readonly isNew: boolean
  /** They came with a token of this server's, so they were here before. */
  readonly isKnown: boolean
}

/** Opens sessions (P-HELLO): who is it, may they come in, is it theirs, and where were they. */
export const createOpener =
  (house: House): Opener =>
  (connection, hello) =>
    house.trace('hello', () => open(house, connection, hello))

const open = async (house: House, connection: Connection, hello: Hello): Promise<void> => {
  const who = identify(house, hello)
  if (who === 'forged') return connection.goodbye('bad_token')
  const { origin } = connection.visit
  const visitor: Visitor = {
    identity: who.identity,
    ...(origin === undefined ? {} : { origin }),
    ...(hello.auth === undefined ? {} : { auth: hello.auth }),
  }
  if (house.plugins.judges.hello && !(await mayEnter(house, connection, visitor, who.isKnown))) return
  const { commands } = house.registry
  // Of somebody new, too: nobody comes in who couldn't be judged later.
  const sanctions = await house.sanctions(who.identity)
  const { banned } = allowanceOf(sanctions, house.clock.now())
  if (banned > 0) return connection.goodbye('forbidden', farewellOf(banned))
  if (!connection.isOpen) return
  const claimant = { sid: who.sid, conn: hello.conn + (connection.visit.turn ?? 0) }
  const session = new Session(house, connection, claimant, visitor, sanctions)
  const before = house.registry.get(who.sid)
  let back: Back | undefined
  try {
    const { node } = house
    const claim = await house.backplane.sessions.claim({ ...claimant, identity: who.identity, node })
    if (claim.kind === 'fenced') return connection.goodbye('superseded', { conn: claim.conn })
    if (claim.kind === 'busy') return connection.goodbye('over_capacity', { retryAfterMs: BUSY_MS })
    house.registry.add(session)?.superseded(claimant.conn)
    // What was decided since the first look found nobody here to tell. A decision comes as a command, to every node.
    if (house.registry.commands !== commands) await session.standing.look()
    if (session.standing.banned > 0) return session.throwOut(farewellOf(session.standing.banned))
    await letGo(house, session, claim, hello)
    back = hello.resume === undefined ? undefined : await comeBack(house, session, hello.resume)
  } catch (cause) {
    // Also where only the claim's answer got lost: if it was refused, whatever this asks for is fenced.
    hold(house, session, who, hello, before)
    throw cause
  }
  // The line fell meanwhile: the claim is held like any other whose line fell.
  if (!connection.welcome(session)) return hold(house, session, who, hello, before)
  connection.together(() => {
    session.say(welcomeText(house, who, back !== undefined))
    session.standing.remind()
    if (back !== undefined) session.sit(back.chat, back.offset)?.show(back.entries)
    else if (hello.resume !== undefined) session.say(IDLE)
  })
}

/** From the tokens alone. What can't be read any more is nobody we know, hence new; a forgery is refused (P-HELLO-3). */
function identify({ tokens, random, clock }: House, { token, device }: Hello): Who | 'forged' {
  const session = token === undefined ? undefined : tokens.session.read(token)
  const browser = device === undefined ? undefined : tokens.device.read(device)
  if (
    (session?.ok === false && session.problem === 'forged') ||
    (browser?.ok === false && browser.problem === 'forged')
  )
    return 'forged'
  const known = browser?.ok === true ? browser : undefined
  if (session?.ok === true) {
    const issuedAt = known?.identity === session.identity ? known.issuedAt : clock.now()
    return { sid: session.sid, identity: session.identity, issuedAt, isNew: false, isKnown: true }
  }
  return {
    sid: random.id(),
    identity: known?.identity ?? random.id(),
    issuedAt: known?.issuedAt ?? clock.now(),
    isNew: true,
    isKnown: known !== undefined,
  }
}

async function mayEnter(
  house: House,
  connection: Connection,
  visitor: Visitor,
  isKnown: boolean,
): Promise<boolean> {
  for (;;) {
    const verdict = await house.plugins.hello(visitor)
    if (!connection.isOpen) return false
    switch (verdict.verdict) {
      case 'allow':
        return true
      case 'challenge':
        await new Promise<void>((solved) => new Challenge(house, connection, verdict, solved))
        continue
      case 'ban':
        // Whoever is new never got the token to ask or appeal with, so there is nobody to write it down for.
        // Other connections of the same person may have been let in before.
        if (isKnown) await banByRule(house, visitor.identity, verdict)
        connection.goodbye('forbidden', farewellOf(verdict.until, verdict.message))
        return false
      case 'reject':
      case 'end':
        connection.goodbye('forbidden', { message: verdict.message })
        return false
    }
  }
}

/**
 * A chat the session had and this hello didn't name (P-FENCE-3). One its client never spoke of may have been made while the
 * hello was on its way: then the join behind it asks for that very chat, or for another, which ends it.
 */
async function letGo(
  { backplane: { chats } }: House,
  session: Session,
  claim: Claimed,
  hello: Hello,
): Promise<void> {
  if (claim.chat === undefined || claim.chat === hello.resume?.chat) return
  const at = { ...session.claimant, chat: claim.chat }
  const read = await chats.read(claim.chat, Number.MAX_SAFE_INTEGER)
  const own = read.kind === 'log' ? read.chat.members.find(({ sid }) => sid === session.sid) : undefined
  // Away until then, so that it is nobody's ghost.
  if (own?.confirmed === false) return chats.away(at)
  await leaveChat(chats, at)
}

/** Nobody is there although the seat was taken again: it is away, or its partner would see a ghost (P-GRACE-1). */
function hold(
  { backplane, registry }: House,
  session: Session,
  { isNew }: Who,
  { resume }: Hello,
  before: Session | undefined,
): void {
  // What the page said last still holds: this hello came to no word about it.
  session.isHidden = before?.isHidden ?? false
  const isListed = registry.get(session.sid) === session
  // Nobody has a token for a session that is new, so nobody comes back to it.
  if (isNew || (!isListed && !registry.hold(session))) return session.gone(true)
  session.gone(false)
  if (resume !== undefined) session.run(backplane.chats.away({ ...session.claimant, chat: resume.chat }))
}

interface Back {
  readonly chat: ChatRecord
  readonly entries: readonly LogEntry[]
  readonly offset: number
}

/** The chat a client comes back to, if it is the one this server holds (P-RESUME-3). */
async function comeBack(
  { backplane }: House,
  session: Session,
  resume: NonNullable<Hello['resume']>,
): Promise<Back | undefined> {
  const at = { ...session.claimant, chat: resume.chat }
  const answer = await backplane.chats.attach({ ...at, offset: resume.offset })
  // Not its claim any more, or the store lost it just now: that says nothing of the chat.
  if (answer.kind === 'fenced') session.superseded(answer.conn)
  if (answer.kind !== 'attached') return undefined
  const { chat, entries } = answer
  if (chat.epoch === resume.epoch && resume.offset <= chat.top)
    return { chat, entries, offset: resume.offset }
  await leaveChat(backplane.chats, at)
  return undefined
}

function welcomeText(house: House, { sid, identity, issuedAt }: Who, resumed: boolean): string {
  const { tokens, clock, rhythm, grace, gates, limits, caps, hours, media } = house
  return encode({
    type: 'welcome',
    token: tokens.session.sign({ sid, identity, expires: clock.now() + SESSION_MS }),
    device: tokens.device.sign({ identity, issuedAt }),
    version: VERSION,
    caps,
    limits,
    ping: { interval: rhythm.intervalMs, timeout: rhythm.timeoutMs },
    grace,
    gates: gates.list,
    resumed,
    modes: media.modes(),
    ...(media.policy.mode === 'all' && media.isPossible ? { direct: true } : {}),
    ...(hours === undefined ? {} : { hours }),
  })
}
