// What one stamp costs, by how it is made: CPU microseconds, and the ratio to the plainest way.
// All ways take turns in rounds, forwards and backwards, and the median of a way's rounds counts, so that a busy machine
// troubles them alike. Build core first.
//
//   node bench/stamp/stamp.mjs [rounds] [--of US] [--gate SHARE]
//
// --of: what a relayed message costs in all, as `pnpm bench --only relay,stamp` measures it; prints the stamp's share of it.
// --gate: exit 1 if that is more, such as 0.1.
import { createHmac, hash, randomBytes } from 'node:crypto'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import '../../packages/server/scripts/sources.mjs'

const { bodyFields, packFields, STAMP_BYTES, stampFields } = await import('@stranger-chat/core/protocol')
const { createKeyRing } = await import('../../packages/server/src/session/keys.ts')
const { createStamper } = await import('../../packages/server/src/safety/stamp.ts')

const STAMPS_A_ROUND = 20_000
const { values, positionals } = parseArgs({
  options: { of: { type: 'string' }, gate: { type: 'string' } },
  allowPositionals: true,
})
const rounds = Number(positionals[0] ?? 9)
const whole = values.of === undefined ? undefined : Number(values.of)
const gate = Number(values.gate ?? 1)
if (!Number.isInteger(rounds) || rounds < 1 || whole <= 0 || Number.isNaN(whole) || !(gate > 0)) {
  console.error('stamp.mjs takes a number of rounds of at least 1, and --of and --gate numbers above 0.')
  process.exit(2)
}

const chat = { id: 'pQ3vXk0cT9mB2yLr8sWd1A', epoch: 'e7NfUoJ5gHqKi4Zt6RxMwE', startedAt: 1_750_000_000_000 }
const ring = createKeyRing([{ secret: randomBytes(32), from: chat.startedAt }], { now: () => chat.startedAt })
const key = ring.current('stamp')
const stamper = createStamper(ring)
const stampOf = stamper.of(chat)

const fieldsOf = ({ offset, seat, at, body }, bodyHash) =>
  stampFields({
    key: key.id,
    chat: chat.id,
    epoch: chat.epoch,
    offset,
    seat,
    kind: body.kind,
    at,
    hash: bodyHash,
  })
const printed = (mac) => `${key.id}.${mac.toString('base64url', 0, STAMP_BYTES)}`

const inner = Buffer.alloc(1024, 0x36)
const outer = Buffer.alloc(96, 0x5c)
for (const [i, byte] of key.bytes.entries()) {
  inner[i] ^= byte
  outer[i] ^= byte
}
const scratch = Buffer.alloc(32_768)

function packInto(target, start, fields) {
  let at = start
  for (const field of fields) {
    const length = typeof field === 'string' ? target.write(field, at + 4) : field.copy(target, at + 4)
    target.writeUInt32BE(length, at)
    at += 4 + length
  }
  return at
}

/** Each makes the stamp of an entry. The first is the specification read aloud; the last two are the server's own. */
const ways = {
  'createHmac over packFields': (entry) => {
    const bodyHash = hash('sha256', packFields(bodyFields(entry.body)), 'buffer')
    return printed(
      createHmac('sha256', key.bytes)
        .update(packFields(fieldsOf(entry, bodyHash)))
        .digest(),
    )
  },
  'createHmac, fields packed in place': (entry) => {
    const bodyHash = hash(
      'sha256',
      scratch.subarray(0, packInto(scratch, 0, bodyFields(entry.body))),
      'buffer',
    )
    const end = packInto(scratch, 0, fieldsOf(entry, bodyHash))
    return printed(createHmac('sha256', key.bytes).update(scratch.subarray(0, end)).digest())
  },
  'two hashes over packFields': (entry) => {
    const bodyHash = hash('sha256', packFields(bodyFields(entry.body)), 'buffer')
    const message = packFields(fieldsOf(entry, bodyHash))
    inner.set(message, 64)
    outer.set(hash('sha256', inner.subarray(0, 64 + message.length), 'buffer'), 64)
    return printed(hash('sha256', outer, 'buffer'))
  },
  'two hashes, packed in place': (entry) => {
    const bodyHash = hash(
      'sha256',
      scratch.subarray(0, packInto(scratch, 0, bodyFields(entry.body))),
      'buffer',
    )
    const end = packInto(inner, 64, fieldsOf(entry, bodyHash))
    outer.set(hash('sha256', inner.subarray(0, end), 'buffer'), 64)
    return printed(hash('sha256', outer, 'buffer'))
  },
  'the server: and hashes as strings': (entry) => stampOf(entry),
}
const names = Object.keys(ways)

const texts = {
  '40 letters': 'two people on a bench at night, talking',
  '1,000 letters': 'word '.repeat(200),
  '1,000 emoji': '🪑'.repeat(1_000),
}

/** No two alike, as in life: nothing may come out of a cache. */
const entriesOf = (text) =>
  Array.from({ length: 256 }, (_, i) => {
    const body = { kind: 'text', text: `${text.slice(0, -4)}${1_000 + i}` }
    return { offset: i + 1, seat: i % 2, at: chat.startedAt + i * 1_000, body }
  })

function cost(way, entries) {
  const before = process.cpuUsage()
  for (let i = 0; i < STAMPS_A_ROUND; i++) way(entries[i & 255])
  const { user, system } = process.cpuUsage(before)
  return (user + system) / STAMPS_A_ROUND
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

console.log(`Node ${process.version}, ${rounds} rounds of ${STAMPS_A_ROUND} stamps each`)
for (const [size, text] of Object.entries(texts)) {
  const entries = entriesOf(text)
  const [plain, ...others] = names.map((name) => entries.map(ways[name]))
  if (!others.every((stamps) => isDeepStrictEqual(stamps, plain)))
    throw new Error('two ways differ in a stamp')

  const costs = new Map(names.map((name) => [name, []]))
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 ? names : names.toReversed()) {
      const spent = cost(ways[name], entries)
      if (round > 0) costs.get(name).push(spent)
    }
  }
  console.log(`\n${size.padEnd(36)}us a stamp  ratio`)
  const base = median(costs.get(names[0]))
  for (const name of names) {
    const spent = median(costs.get(name))
    console.log(
      `  ${name.padEnd(36)}${spent.toFixed(2).padStart(8)}  ${(spent / base).toFixed(2).padStart(5)}`,
    )
  }
}

// The share is that of a stamp as a server makes it: for one chat after the other, with what belongs to each out of the way.
const CHATS = 500
const chats = Array.from({ length: CHATS }, (_, i) =>
  stamper.of({ ...chat, id: `${chat.id.slice(0, -4)}${1_000 + i}` }),
)
const short = entriesOf(texts['40 letters'])
let turn = 0
const inTurn = (entry) => chats[turn++ % CHATS](entry)
const costs = []
for (let round = 0; round <= Math.max(rounds, 5); round++) costs.push(cost(inTurn, short))
const stamp = median(costs.slice(1))
console.log(`\n40 letters, ${CHATS} chats in turn: ${stamp.toFixed(2)} us a stamp`)
if (whole !== undefined) {
  const share = stamp / whole
  console.log(`${(share * 100).toFixed(1)} % of the ${whole.toFixed(1)} us that a relayed message costs`)
  if (share > gate) {
    console.error(`Gate: a stamp is ${(share * 100).toFixed(1)} % of a message, more than ${gate * 100} %.`)
    process.exitCode = 1
  }
}
