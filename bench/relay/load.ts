/**
 * The load generator for machines without a C compiler: the commands and answers of load.c, on raw `net` with frames
 * masked by hand. It costs more CPU itself, so reads come in smaller batches and a server under it looks a little dearer;
 * that troubles both servers alike.
 */
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const HANDSHAKES = 64
const SEEN_EVERY = 32
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const

interface Person {
  readonly socket: Socket
  upgraded: boolean
  partner: number
  seat: number
  rest: Buffer
  chat: string
  n: number
  offset: number
  seen: number
}

const [port = '', speak = '', textBytes = '40'] = process.argv.slice(2)
const ours = speak !== 'bare'
const people: Person[] = []
let wanted = 0
let opening = 0
let paired = 0
let probed = false
let doing:
  | { readonly did: 'connect' | 'pingpong' | 'pace'; readonly began: number; readonly cpu: NodeJS.CpuUsage }
  | undefined
let target = 0
let issued = 0
let received = 0
let paceOver = true
let latencies: number[] = []

function fail(why: string): never {
  // A pipe takes one line at once: it has left before the process does.
  process.stdout.write(`${JSON.stringify({ failed: why })}\n`)
  process.exit(1)
}

function say(person: Person, text: string): void {
  const payload = Buffer.from(text, 'latin1')
  const head = payload.length < 126 ? 2 : 4
  const frame = Buffer.allocUnsafe(head + 4 + payload.length)
  frame[0] = 0x81
  if (head === 2) frame[1] = 0x80 | payload.length
  else {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(payload.length, 2)
  }
  for (let i = 0; i < 4; i++) frame[head + i] = MASK[i & 3] ?? 0
  for (let i = 0; i < payload.length; i++) frame[head + 4 + i] = (payload[i] ?? 0) ^ (MASK[i & 3] ?? 0)
  person.socket.write(frame)
}

function talk(i: number, due: number): void {
  const person = people[i]
  if (!person) return
  const text = `${String(i).padStart(7, '0')} ${due.toFixed(3)} `.padEnd(Number(textBytes), 'x')
  issued++
  if (!ours) return say(person, JSON.stringify({ type: 'send', text }))
  person.seen = person.offset
  say(
    person,
    `{"type":"send","chat":"${person.chat}","n":${++person.n},"body":{"kind":"text","text":"${text}"},"seen":${person.offset}}`,
  )
}

function heard(i: number, text: string): void {
  const [from = '', due = ''] = text.split(' ', 2)
  if (Number(from) !== people[i]?.partner) fail(`a message of person ${from} reached person ${i}`)
  received++
  if (doing?.did === 'pace') latencies.push((performance.now() - Number(due)) * 1_000)
  if (doing?.did === 'pingpong' && issued < target) talk(i, 0)
}

function isPaired(person: Person, partner: number): void {
  if (person.partner < 0) paired++
  person.partner = partner
}

interface Frame {
  readonly type?: string
  readonly text?: string
  readonly probe?: number
  readonly chat?: string
  readonly you?: number
  readonly seat?: number
  readonly n?: number
  readonly offset?: number
  readonly body?: { readonly text?: string }
  readonly acked?: readonly (readonly [number, number])[]
  readonly gates?: readonly {
    readonly kind: string
    readonly version?: string
    readonly choices?: readonly number[]
  }[]
}

function ourFrame(i: number, person: Person, frame: Frame, raw: string): void {
  switch (frame.type) {
    case 'ack':
    case 'entry': {
      person.offset = frame.acked?.at(-1)?.[1] ?? person.offset
      if (frame.type === 'ack') return
      const isOwn = frame.seat === person.seat
      // One's own comes back in a replay alone, with its number (P-LOG-3), in place of an ack.
      if (isOwn && frame.n !== undefined && (frame.offset ?? 0) <= person.offset) return
      if ((isOwn && frame.n === undefined) || frame.offset !== person.offset + 1)
        fail(`an odd entry after ${person.offset}: ${raw}`)
      person.offset = frame.offset
      if (isOwn) return
      heard(i, frame.body?.text ?? fail(`an odd entry: ${raw}`))
      if (person.offset - person.seen < SEEN_EVERY) return
      person.seen = person.offset
      return say(person, `{"type":"seen","chat":"${person.chat}","offset":${person.offset}}`)
    }
    case 'ping':
      return say(person, `{"type":"pong","seen":${person.offset},"chat":"${person.chat}"}`)
    case 'welcome': {
      const age = frame.gates?.find(({ kind }) => kind === 'age')?.choices?.[0]
      const rules = frame.gates?.find(({ kind }) => kind === 'rules')?.version
      const ticket = `ticket-${String(i).padStart(7, '0')}`
      const wish = {
        ticket,
        mode: 'text',
        languages: ['en'],
        interests: [`pair ${i >> 1}`],
        facts: { age, rules },
      }
      say(person, JSON.stringify({ type: 'join', ...wish }))
      opening--
      return
    }
    case 'chat':
      person.chat = frame.chat ?? ''
      person.seat = frame.you ?? -2
      say(person, `{"type":"seen","chat":"${person.chat}","offset":0}`)
      return isPaired(person, i ^ 1)
    case 'error':
    case 'goodbye':
    case 'drain':
      return fail(`the server said ${raw}`)
    default:
    // What has no bearing on a chat's messages, such as `queued`.
  }
}

function read(i: number, person: Person, raw: string): void {
  const frame = JSON.parse(raw) as Frame
  if (ours) ourFrame(i, person, frame, raw)
  else if (frame.text !== undefined) heard(i, frame.text)
  else if (frame.probe !== undefined) isPaired(person, frame.probe)
  else fail(`an odd frame: ${raw}`)
}

function take(i: number, person: Person, bytes: Buffer): Buffer {
  let at = 0
  if (!person.upgraded) {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return bytes
    if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101')))
      fail(`no upgrade: ${bytes.toString('latin1', 0, 40)}`)
    person.upgraded = true
    at = end + 4
    if (ours) say(person, '{"type":"hello","conn":1,"client":{"name":"bench","version":"1"}}')
    else opening--
  }
  while (bytes.length - at >= 2) {
    let head = 2
    let size = (bytes[at + 1] ?? 0) & 127
    if (size === 127) fail('a frame of more than 64 KiB')
    if (size === 126) {
      if (bytes.length - at < 4) break
      size = bytes.readUInt16BE(at + 2)
      head = 4
    }
    if (bytes.length - at < head + size) break
    if (bytes[at] !== 0x81) fail(`a frame of kind ${bytes[at]}: ${bytes.toString('latin1', at, at + 100)}`)
    read(i, person, bytes.toString('utf8', at + head, at + head + size))
    at += head + size
  }
  return bytes.subarray(at)
}

function open(i: number): void {
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
  const person: Person = {
    socket,
    upgraded: false,
    partner: -1,
    seat: -2,
    rest: Buffer.alloc(0),
    chat: '',
    n: 0,
    offset: 0,
    seen: 0,
  }
  people.push(person)
  opening++
  socket.on('data', (chunk) => {
    person.rest = take(i, person, person.rest.length > 0 ? Buffer.concat([person.rest, chunk]) : chunk)
    proceed()
  })
  socket.on('error', (error) => fail(`person ${i}: ${error.message}`))
  socket.on('close', () => fail(`the server hung up on person ${i}`))
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
      'Sec-WebSocket-Key: c3RyYW5nZXItY2hhdC0xNg==\r\nSec-WebSocket-Protocol: stranger-chat.v1\r\n\r\n',
  )
}

function answer(): void {
  if (!doing) return
  const { user, system } = process.cpuUsage(doing.cpu)
  latencies.sort((a, b) => a - b)
  const at = (share: number): number | undefined => latencies[Math.floor(latencies.length * share)]
  const said = {
    did: doing.did,
    messages: doing.did === 'connect' ? 0 : received,
    connections: people.length,
    ms: performance.now() - doing.began,
    cpuMs: (user + system) / 1_000,
    p50Us: at(0.5),
    p99Us: at(0.99),
  }
  doing = undefined
  latencies = []
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

/** Moves the command in progress on, and answers it once it is done. */
function proceed(): void {
  if (doing?.did === 'connect') {
    while (people.length < wanted && opening < HANDSHAKES) open(people.length)
    if (!ours && people.length === wanted && opening === 0 && !probed) {
      probed = true
      people.forEach((person, i) => {
        if (person.partner < 0) say(person, JSON.stringify({ probe: i }))
      })
    }
    if (paired === wanted) answer()
  } else if (doing?.did === 'pingpong' && received === target) {
    answer()
  } else if (doing?.did === 'pace' && paceOver && received === issued) {
    answer()
  }
}

function pace(rate: number, until: number): void {
  let next = performance.now()
  paceOver = false
  const tick = (): void => {
    while (next <= performance.now() && next < until) {
      talk(Math.floor(Math.random() * people.length), next)
      next += (-Math.log(1 - Math.random()) * 1_000) / rate
    }
    paceOver = next >= until
    if (paceOver) proceed()
    else setTimeout(tick, Math.max(0, next - performance.now()))
  }
  tick()
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [did = '', ...numbers] = line.split(' ')
    const [a = 0, b = 0] = numbers.map(Number)
    if (did === 'quit') process.exit(0)
    if (doing) fail('still busy')
    if (did !== 'connect' && did !== 'pingpong' && did !== 'pace') fail(`no such command: ${did}`)
    issued = 0
    received = 0
    probed = false
    doing = { did, began: performance.now(), cpu: process.cpuUsage() }
    if (did === 'connect') wanted = people.length + 2 * Math.floor(a / 2)
    if (did === 'pingpong') {
      target = a
      for (let round = 0; round < b; round++) {
        people.forEach(({ partner }, i) => {
          if (i < partner === (round % 2 === 0) && issued < target) talk(i, 0)
        })
      }
    }
    if (did === 'pace') pace(a, performance.now() + b * 1_000)
    proceed()
  })
  .on('close', () => process.exit(0))
