import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '../../packages/server/scripts/sources.mjs'

// Stores full of cases, each with its words sealed as the server seals them, and everything that works on them.

const { REASONS } = await import('@stranger-chat/core/api')
const { createModeration } = await import('../../packages/server/src/safety/moderation.ts')
const { createVault } = await import('../../packages/server/src/safety/vault.ts')
const { createKeyRing } = await import('../../packages/server/src/session/keys.ts')
const { openStore } = await import('../../packages/server/src/sql/store.ts')
const { systemRandom } = await import('../../packages/server/src/system.ts')

export const DAY = 24 * 60 * 60_000
export const START = 1_750_000_000_000
/** Cases written in one go while a store is filled. */
const TOGETHER = 100
/** Cases that come from the same place: one in so many shares the mark of a carrier with thousands behind it. */
const CARRIER = 20
/** Messages of an ordinary span, and of the longest that is taken. */
export const SPAN = 12
export const LONGEST_SPAN = 200

/** The same numbers each time, from 0 to below 1. */
let state = 7
const dice = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const roll = (sides) => Math.floor(dice() * sides)

/** What was said, as a verified span holds it. */
const span = (messages) =>
  Array.from({ length: messages }, (_, i) => ({
    ...{ offset: i + 1, seat: i % 2, at: START + i * 4_000, stamp: 'k1.AAAAAAAAAAAAAAAAAAAAAA' },
    body: { kind: 'text', text: `two people on a bench at night, talking ${i}` },
  }))
const ORDINARY = span(SPAN)

/** Facts and words of one case: one to three reports, and a third of them decided. */
function story(i, cases, vault) {
  const id = `case-${i}`
  const subject = `person-${i}`
  const reason = REASONS[roll(REASONS.length)]
  const facts = [{ type: 'case.opened', case: id, subject, reason }]
  const key = vault.newKey(id)
  const sealed = []
  for (let r = roll(3); r >= 0; r--) {
    const report = `report-${i}-${r}`
    const about = { case: id, report, reason, chat: `chat-${i}-${r}`, reporter: `person-${roll(cases)}` }
    facts.push({ type: 'report.filed', ...about, by: 0, of: 1, weight: roll(100), entries: SPAN })
    const words = { id: `words-${i}-${r}`, what: 'span', of: report, at: START }
    sealed.push(vault.seal(id, key, words, { picked: [], entries: ORDINARY }))
  }
  if (i % 3 === 0)
    facts.push(
      { type: 'case.decided', case: id, acted: true, policies: ['spam'] },
      {
        ...{
          type: 'action.applied',
          case: id,
          action: `action-${i}`,
          subject,
          kind: 'ban',
          policies: ['spam'],
        },
        ...{ ground: 'terms', automated: false, until: START + 400 * DAY },
      },
    )
  const mark = i % CARRIER === 0 ? 'carrier' : `place-${roll(cases)}`
  return { facts, keys: [{ drawer: id, key }], sealed, marks: [{ case: id, mark }] }
}

/** A store in a file, with so many cases of three months, and the moderation that works on it 91 days after its first. */
export async function fill(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-'))
  const store = await openStore({ path: join(folder, 'store.db') })
  const { ledger } = store
  const clock = { now: () => START + 91 * DAY, after: () => () => undefined }
  const keys = createKeyRing([{ secret: systemRandom.bytes(32), from: START }], clock)
  const vault = createVault(keys, systemRandom)
  for (let from = 0; from < cases; from += TOGETHER) {
    const count = Math.min(TOGETHER, cases - from)
    const stories = Array.from({ length: count }, (_, i) => story(from + i, cases, vault))
    const all = (what) => stories.flatMap((each) => each[what])
    await ledger.write({
      ...{ at: START + Math.floor((from / cases) * 90 * DAY), actor: '@member' },
      ...{ facts: all('facts'), keys: all('keys'), sealed: all('sealed'), marks: all('marks') },
    })
  }
  const moderation = createModeration({
    ...{ ledger, keys, clock, random: systemRandom, oidc: undefined },
    log: { log: () => undefined },
    // Whoever it is about is somewhere else: telling them is another's work.
    backplane: { command: () => Promise.resolve() },
  })
  let chats = 0
  /** So many people report one more person, each what was said in their own chat. @returns the case */
  async function report(subject, reporters, messages = SPAN) {
    const entries = messages === SPAN ? ORDINARY : span(messages)
    for (let i = 0; i < reporters; i++) {
      const capsule = {
        ...{ chat: `told-${chats++}`, epoch: 'epoch', startedAt: START, expires: Infinity, seat: 0 },
        members: [
          { seat: 0, identity: `reporter-${subject}-${i}`, prefixes: [] },
          { seat: 1, identity: subject, prefixes: [`place-${roll(cases)}`] },
        ],
      }
      await moderation.filing.report(capsule, { reason: 'spam' }, entries)
    }
    return (await ledger.openCaseOf(subject)).id
  }
  const close = () => store.close().then(() => rmSync(folder, { recursive: true }))
  return { ledger, ...moderation, cases, report, close }
}
