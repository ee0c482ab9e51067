import assert from 'node:assert/strict'
import { RELAXATIONS } from '../../ports/backplane.js'
import { type Actor, type Guest, isWalled, LOG_ENTRIES, offerOf, Oracle, RECENT_MS } from './oracle.js'
import { type MakeBackplane, Stage, type Traits } from './stage.js'

export const DEEDS = [
  'join',
  'skip',
  'leave',
  'fall',
  'back',
  'say',
  'seen',
  'noShow',
  'repeat',
  'late',
  'bye',
  'pass',
] as const
/** One thing that happens: what, to whom, and how much of it. All numbers are taken modulo what there is. */
export type Deed = readonly [what: (typeof DEEDS)[number], who: number, much: number]
export interface Plan {
  readonly guests: readonly Guest[]
  readonly deeds: readonly Deed[]
}

/** Tickets that are over which a session is surely remembered with. */
const REMEMBERED = 16
/** Everything has relaxed by then. */
const ALL_MS = 24_000

/**
 * Plays a plan against a backplane and checks after every deed what must always hold: nobody meets themselves, somebody
 * blocked, somebody behind a wall or somebody they have nothing in common with; nobody is in two chats; logs have no gap,
 * no double and no more than they may hold. At the end whoever could meet has met, and when all have left nothing is left.
 */
export async function playStorm(make: MakeBackplane, plan: Plan): Promise<void> {
  const limits = { logEntries: LOG_ENTRIES, sockets: plan.guests.length }
  const stage = await Stage.open(make, { limits, pairing: { recentMs: RECENT_MS, trustGap: 1 } })
  const storm = new Storm(stage)
  for (const guest of plan.guests) await storm.add(guest)
  for (const deed of plan.deeds) await storm.play(deed)
  await storm.heal()
  await storm.empty()
  await stage.close()
}

class Storm {
  readonly #stage: Stage
  readonly #oracle: Oracle

  constructor(stage: Stage) {
    this.#stage = stage
    this.#oracle = new Oracle(stage.backplane, stage.clock)
  }

  async add(guest: Guest): Promise<void> {
    const names = (kind: string, numbers: readonly number[]): string[] =>
      [...new Set(numbers)].map((i) => `${kind}${i}`)
    const traits: Traits = {
      identity: `i${guest.identity}`,
      pool: `pool${guest.pool}`,
      languages: names('l', guest.languages),
      interests: names('x', guest.interests),
      trust: guest.trust,
      avoid: names('i', guest.avoid),
      node: 'node',
    }
    this.#oracle.add(guest, await this.#stage.person(`g${this.#actors.length}`, traits))
  }

  get #actors(): readonly Actor[] {
    return this.#oracle.actors
  }

  async play([what, who, much]: Deed): Promise<void> {
    const actor = this.#actors[who % this.#actors.length]
    if (actor === undefined) return
    await this.#deeds[what](actor, much)
    await this.#listen()
    if (actor.chat !== undefined) await this.#oracle.checkLog(actor.chat)
  }

  readonly #deeds: Readonly<Record<Deed[0], (actor: Actor, much: number) => Promise<void>>> = {
    join: async (actor) => {
      if (!actor.isThere || actor.chat !== undefined) return
      await this.#enter(actor, true)
    },
    skip: async (actor) => {
      if (!actor.isThere || actor.chat === undefined) return
      const { chat } = actor
      const answer = await actor.person.end()
      assert.equal(answer.kind, 'ended')
      if (answer.kind === 'ended' && answer.entry !== undefined) this.#oracle.hear(chat, answer.entry)
      await this.#enter(actor, true)
    },
    leave: async (actor) => {
      if (!actor.isThere || actor.waiting === undefined) return
      assert.equal((await actor.person.leave()).kind, 'left')
      actor.waiting = undefined
    },
    fall: async (actor) => {
      if (!actor.isThere) return
      actor.isThere = false
      if (actor.waiting !== undefined) await actor.person.leave()
      actor.waiting = undefined
      if (actor.chat !== undefined) await actor.person.away()
    },
    back: async (actor) => {
      // Also while it is there: a second connection replaces the first.
      const claim = await actor.person.hello()
      assert.deepEqual(
        claim,
        actor.chat === undefined ? { kind: 'claimed' } : { kind: 'claimed', chat: actor.chat.id },
      )
      actor.isThere = true
      actor.waiting = undefined
      if (actor.chat === undefined) return
      const answer = await actor.person.attach()
      assert(answer.kind === 'attached')
      for (const entry of answer.entries) this.#oracle.hear(actor.chat, entry)
    },
    say: async (actor, much) => {
      if (!actor.isThere || actor.chat === undefined) return
      const { person, chat } = actor
      const { n } = person
      actor.confirmed = true
      for (let i = 0; i <= much % 4; i++) {
        const answer = await person.say(`${person.sid} ${person.n + 1}`)
        if (answer.kind === 'appended') this.#oracle.hear(chat, answer.entry)
        else assert.equal(answer.kind, 'busy')
      }
      if (n > 0) assert.equal((await person.say('again', n)).kind, 'duplicate')
      assert.deepEqual(await person.say('too far', person.n + 2), { kind: 'gap', expected: person.n + 1 })
    },
    seen: async (actor, much) => {
      if (!actor.isThere || actor.chat === undefined) return
      actor.confirmed = true
      await actor.person.confirm(Math.max(0, actor.chat.log.length - (much % 3)))
    },
    noShow: async (actor) => {
      const { chat, isThere } = actor
      if (!isThere || chat === undefined) return
      const answer = await actor.person.end('no_show')
      if (chat.actors.every(({ confirmed }) => confirmed)) return assert.equal(answer.kind, 'kept')
      assert(answer.kind === 'ended' && answer.entry !== undefined)
      this.#oracle.hear(chat, answer.entry)
      await this.#enter(actor, false)
    },
    repeat: async (actor, much) => {
      const recent = actor.used.slice(-REMEMBERED)
      const old = recent[much % Math.max(1, recent.length)]
      if (old === undefined || !actor.isThere) return
      const answer = await this.#stage.backplane.tickets.enter({ ...old, ...actor.person.who })
      if (actor.chat === undefined) assert.deepEqual(answer, { kind: 'unknown' })
      else assert.deepEqual(answer, { kind: 'in_chat', chat: actor.chat.id })
    },
    late: async (actor) => {
      const { person, lastChat } = actor
      if (lastChat === undefined) return
      const late = { ...person.who, chat: lastChat.id }
      const { chats } = this.#stage.backplane
      await chats.end({ ...late, reason: 'left' })
      await chats.away(late)
      const [answer] = await chats.append([{ ...late, n: 1_000, body: { kind: 'text', text: 'late' } }])
      assert(answer !== undefined && ['ended', 'unknown', 'fenced'].includes(answer.kind))
    },
    bye: async (actor) => {
      await actor.person.release()
      await this.#listen()
      actor.waiting = undefined
      actor.isThere = false
      actor.left = undefined
      actor.wish = undefined
      actor.used.length = 0
      actor.recent.clear()
    },
    pass: async (_, much) => {
      this.#stage.clock.advance(1 + (much % 12_000))
      for (const actor of this.#actors) if (actor.waiting !== undefined) await this.#enter(actor, false)
    },
  }

  /** Lets everybody come back and look for somebody until nobody finds anybody any more: then nobody may be left who fits. */
  async heal(): Promise<void> {
    for (const actor of this.#actors) {
      if (!actor.isThere) await this.play(['back', this.#actors.indexOf(actor), 0])
      if (actor.chat === undefined && actor.waiting === undefined) await this.#enter(actor, true)
      await this.#listen()
    }
    this.#stage.clock.advance(ALL_MS)
    for (let round = 0; round < 4; round++) {
      for (const actor of this.#actors) if (actor.waiting !== undefined) await this.#enter(actor, false)
    }
    const left = this.#actors.filter(({ waiting }) => waiting !== undefined)
    for (const a of left)
      for (const b of left) assert(isWalled(a, b), `${a.person.sid} and ${b.person.sid} could have met`)
  }

  async empty(): Promise<void> {
    for (const { person } of this.#actors) await person.release()
    for (const { person } of this.#actors)
      assert.equal(await this.#stage.backplane.tickets.waiting(person.wish().pool), 0)
    for (const id of this.#oracle.chats.keys())
      assert.deepEqual(await this.#stage.backplane.chats.read(id, 0), { kind: 'unknown' })
    assert.equal(this.#stage.clock.pending, 0)
  }

  async #enter(actor: Actor, isNew: boolean): Promise<void> {
    const { person } = actor
    const now = this.#stage.clock.now()
    const since = isNew ? now : ((actor.waiting ?? actor.left)?.since ?? now)
    const relaxed = RELAXATIONS.filter(
      (what, i) => now - since >= (i + 1) * 8_000 || (what !== 'trust' && person.traits[what]?.length === 0),
    )
    if (isNew && actor.wish !== undefined) actor.used.push(actor.wish)
    const offer = actor.guest.offers ? { offer: offerOf(person) } : {}
    const look = { relaxed, since, ...offer }
    const answer = await (isNew ? person.join(look) : person.renew(look))
    actor.waiting = { since, relaxed }
    actor.wish = person.wish()
    if (answer.kind === 'matched') this.#oracle.met(answer.chat)
    else assert.deepEqual(answer, { ...answer, kind: 'queued', since })
    await this.#listen()
  }

  async #listen(): Promise<void> {
    for (const push of await this.#stage.node('node').heard()) {
      if (push.type === 'matched') this.#oracle.met(push.chat)
      const chat = push.type === 'entry' ? this.#oracle.chats.get(push.chat) : undefined
      if (push.type === 'entry' && chat !== undefined) this.#oracle.hear(chat, push.entry)
    }
  }
}
