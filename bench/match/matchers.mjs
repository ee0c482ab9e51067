// The two matchers under the same calls: `greet` (a session), `fill` (somebody waits), `come` (and perhaps meets somebody),
// `go` (leaves the pool), `part` (ends a chat).
import '../../packages/server/scripts/sources.mjs'

const { createMemoryBackplane } = await import('../../packages/server/src/memory/backplane.ts')
const { systemClock, systemRandom } = await import('../../packages/server/src/system.ts')

const NO_BOUND = 1e9
const NOTHING = []

/** This server's own, as its sessions use it: claims, fences, life times, recent partners and all. */
export async function ours() {
  const limits = { claims: NO_BOUND, tickets: NO_BOUND, sockets: NO_BOUND }
  const backplane = createMemoryBackplane({ clock: systemClock, random: systemRandom, limits })
  let tickets = 0
  const who = ({ name }) => ({ sid: name, conn: 1 })
  const matcher = {
    name: 'ours',
    greet: ({ name, identity }) => backplane.sessions.claim({ sid: name, conn: 1, identity, node: 'node' }),
    fill: (person) => matcher.come(person),
    async come(person) {
      const answer = await backplane.tickets.enter({
        sid: person.name,
        conn: 1,
        id: `t${++tickets}`,
        node: 'node',
        identity: person.identity,
        pool: 'pool',
        mode: 'text',
        languages: [person.language],
        interests: person.interests,
        labels: person.interests,
        trust: person.trust,
        relaxed: NOTHING,
        avoid: person.avoid,
        prefixes: NOTHING,
        since: systemClock.now(),
      })
      person.ticket = `t${tickets}`
      if (answer.kind !== 'matched') return undefined
      return { id: answer.chat.id, names: answer.chat.members.map(({ sid }) => sid) }
    },
    go: (person) => backplane.tickets.leave(who(person), person.ticket),
    async part(person, chat) {
      await backplane.chats.end({ ...who(person), chat: chat.id, reason: 'left' })
      for (const sid of chat.names) await backplane.chats.forsake({ sid, conn: 1, chat: chat.id })
    },
    close: () => backplane.close(),
  }
  return matcher
}

/** What most write first: one list, and whoever comes looks through it from the front. */
export async function naive() {
  let queue = []
  const recent = new Map()
  const met = (a, b) => recent.get(a.identity)?.includes(b.identity)
  const fits = (a, b) =>
    a.identity !== b.identity &&
    a.language === b.language &&
    Math.abs(a.trust - b.trust) <= 1 &&
    !a.avoid.includes(b.identity) &&
    !b.avoid.includes(a.identity) &&
    a.interests.some((interest) => b.interests.includes(interest)) &&
    !met(a, b) &&
    !met(b, a)
  const remember = (a, b) =>
    recent.set(a.identity, [...(recent.get(a.identity) ?? []), b.identity].slice(-16))
  return {
    name: 'naive',
    greet: async () => undefined,
    // Not by coming: 100,000 who each look through all before them would take minutes.
    fill: async (person) => void queue.push(person),
    async come(person) {
      const at = queue.findIndex((other) => fits(person, other))
      if (at < 0) return void queue.push(person)
      const [other] = queue.splice(at, 1)
      return { people: [person, other], names: [person.name, other.name] }
    },
    async go(person) {
      queue = queue.filter((other) => other !== person)
    },
    async part(_, { people: [a, b] }) {
      remember(a, b)
      remember(b, a)
    },
    close: async () => undefined,
  }
}

/** The clones' array: whoever comes takes the first with an interest in common, and nothing else is looked at. */
export async function clones() {
  let queue = []
  return {
    name: 'clones',
    greet: async () => undefined,
    fill: async (person) => void queue.push(person),
    async come(person) {
      const other = queue.find(({ interests }) => interests.some((one) => person.interests.includes(one)))
      if (other === undefined) return void queue.push(person)
      queue.splice(queue.indexOf(other), 1)
      return { names: [person.name, other.name] }
    },
    async go(person) {
      queue = queue.filter((other) => other !== person)
    },
    part: async () => undefined,
    close: async () => undefined,
  }
}
