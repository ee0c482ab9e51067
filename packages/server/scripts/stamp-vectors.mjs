// Writes core's stamp.vectors.json from the words of PROTOCOL.md (P-STAMP) alone: it shares no code with what it checks.
// `--check` writes nothing and fails when the file is stale.
import { createHash, createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../../core/src/protocol/stamp.vectors.json', import.meta.url)

const key = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const keyId = 'hZGVtby1r'
const chat = 'pQ3vXk0cT9mB2yLr8sWd1A'
const epoch = 'e7NfUoJ5gHqKi4Zt6RxMwE'
const at = 1_765_432_100_123

const cases = [
  ['a plain text', 1, 0, at, { kind: 'text', text: 'hi' }],
  ['the same text at another offset', 2, 0, at, { kind: 'text', text: 'hi' }],
  [
    'an emoji of several code points, and quotes',
    3,
    1,
    at + 1,
    { kind: 'text', text: 'a "bench" for two 👩🏽‍🚀🪑' },
  ],
  ['right to left, with its marks', 4, 1, at + 2, { kind: 'text', text: '\u202bשלום, مرحبا\u202c' }],
  [
    'control characters and a line separator',
    5,
    0,
    at + 3,
    { kind: 'text', text: 'one\ntwo\t\u0000\u2028\\' },
  ],
  ['two thousand letters', 6, 0, at + 4, { kind: 'text', text: 'word '.repeat(400) }],
  [
    'a signal',
    7,
    0,
    at + 5,
    { kind: 'signal', call: 1, signal: 'offer', data: 'v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\n' },
  ],
  [
    'the same signal, its keys written in another order',
    7,
    0,
    at + 5,
    { data: 'v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\n', signal: 'offer', call: 1, kind: 'signal' },
  ],
  ['a consent', 8, 1, at + 6, { kind: 'consent', call: 1, step: 'blurred', on: false }],
  ['a deletion', 9, 1, at + 7, { kind: 'delete', offset: 4 }],
  ['a tombstone', 10, 0, at + 8, { kind: 'void' }],
  ['the end, by a member', 11, -1, at + 9, { kind: 'end', reason: 'left', by: 1 }],
  ['the end, by the server', 256, -1, at + 10, { kind: 'end', reason: 'idle' }],
]

/** Each field: its length in four bytes, the most significant first, and the bytes. */
function pack(fields) {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

const vectors = cases.map(([name, offset, seat, time, body]) => {
  const keys = Object.keys(body)
    .filter((name) => name !== 'kind')
    .sort()
  // Every value here is a string, a number or a boolean, whose canonical JSON is what JSON.stringify writes.
  const bodyBytes = pack([
    'stranger-chat body 1',
    ...keys.flatMap((name) => [name, JSON.stringify(body[name])]),
  ])
  const hash = createHash('sha256').update(bodyBytes).digest()
  const places = [offset, seat, body.kind, time].map(String)
  const preimage = pack(['stranger-chat stamp 1', keyId, chat, epoch, ...places, hash])
  const mac = createHmac('sha256', key).update(preimage).digest().subarray(0, 16)
  return {
    name,
    chat,
    epoch,
    offset,
    seat,
    at: time,
    body,
    bodyBytes: bodyBytes.toString('hex'),
    hash: hash.toString('hex'),
    preimage: preimage.toString('hex'),
    stamp: `${keyId}.${mac.toString('base64url')}`,
  }
})

const fresh = `${JSON.stringify({ key: key.toString('hex'), keyId, vectors }, null, 2)}\n`

if (!process.argv.includes('--check')) writeFileSync(file, fresh)
else if (readFileSync(file, 'utf8') !== fresh) {
  console.error(
    "packages/server's stamp.vectors.json is stale: run `npm run generate`, and commit what it writes.",
  )
  process.exitCode = 1
}
