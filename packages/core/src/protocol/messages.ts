import { FIELD, limitsSchema } from './limits.js'
import {
  bool,
  type Infer,
  int,
  just,
  list,
  obj,
  oneOf,
  pattern,
  record,
  type Schema,
  str,
  tuple,
  uint,
} from './schema.js'

/** Unguessable, issued by the server; only tickets are chosen by the client (P-FRAME-7). */
const id = pattern(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')
/** Opaque to the other side: signed tokens and sealed capsules. */
const token = pattern(/^[A-Za-z0-9_.-]{1,2048}$/, 'a token of at most 2,048 characters')
/** A BCP 47 tag; only its first part takes part in matching. */
const language = pattern(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/, 'a language tag such as en or pt-BR')
const interest = str(1, FIELD.interest)
const stamp = pattern(/^[A-Za-z0-9_-]{1,16}\.[A-Za-z0-9_-]{22}$/, 'a key id, a point and 22 characters')
const word = str(1, FIELD.id)
const sentence = str(0, FIELD.sentence)
const seat = int(-1, FIELD.members)
const conn = int(1, Number.MAX_SAFE_INTEGER)
const n = int(1, Number.MAX_SAFE_INTEGER)
const body = record

export const MODES = ['text', 'voice', 'video'] as const
export type Mode = (typeof MODES)[number]
const mode = oneOf(...MODES)

/** What a person declares at a gate: the age reached in years, and the version of the rules accepted. */
const facts = obj({}, { age: uint(150), rules: word })
/** An offer made while waiting; at the match it becomes the log's first entry, if its maker waited longer (P-CALL-5). */
const offer = str(1, FIELD.signal)
const wish = {
  ticket: id,
  mode,
  languages: list(language, FIELD.languages),
  interests: list(interest, FIELD.interests),
  facts,
} as const

export const CLIENT_SCHEMAS = {
  hello: obj(
    { type: just('hello'), conn, client: obj({ name: word, version: word }) },
    { token, device: token, auth: token, resume: obj({ chat: id, epoch: id, offset: uint() }) },
  ),
  join: obj({ type: just('join'), ...wish }, { offer }),
  leave: obj({ type: just('leave'), ticket: id }),
  send: obj({ type: just('send'), chat: id, n, body }, { seen: uint() }),
  typing: obj({ type: just('typing'), chat: id, on: bool }, { seen: uint() }),
  seen: obj({ type: just('seen'), chat: id, offset: uint() }),
  end: obj({ type: just('end'), chat: id, reason: oneOf('left', 'skip') }, { next: obj(wish, { offer }) }),
  solve: obj({ type: just('solve'), challenge: id, answer: str(0, FIELD.token) }),
  auth: obj({ type: just('auth'), token }),
  ice: obj({ type: just('ice') }),
  bye: obj({ type: just('bye') }),
  pong: obj({ type: just('pong') }, { seen: uint(), chat: id, hidden: bool }),
} as const

/** What the server asks before a join: an age (one of `choices`, in years) or the acceptance of rules. */
const gate = obj(
  { kind: word },
  { choices: list(uint(150), 8), version: word, items: list(sentence, 16), url: str(1, 500) },
)
/** As `RTCConfiguration.iceServers` takes it. */
const iceServer = obj({ urls: list(str(1, 256), 4) }, { username: str(1, 256), credential: str(1, 256) })
const member = obj(
  { seat, role: oneOf('stranger', 'observer'), present: bool, shared: list(interest, FIELD.interests) },
  { language },
)
/** `[n, offset, at, stamp, rejected?]` of one own entry. */
const acked = tuple([n, uint(), uint(), stamp] as const, [word] as const)
const about = obj({ type: word }, { chat: id, n, ticket: id })

export const SERVER_SCHEMAS = {
  welcome: obj(
    {
      type: just('welcome'),
      token,
      device: token,
      version: uint(),
      caps: list(word, 32),
      limits: limitsSchema,
      ping: obj({ interval: uint(), timeout: uint() }),
      grace: obj({ away: uint(), hidden: uint() }),
      gates: list(gate, 8),
      resumed: bool,
    },
    { hours: sentence, modes: list(mode, MODES.length), direct: bool },
  ),
  idle: obj({ type: just('idle') }, { reason: word }),
  queued: obj(
    { type: just('queued'), ticket: id, relaxed: list(word, 8) },
    { waiting: uint(), estimateMs: uint(), reason: word },
  ),
  chat: obj(
    {
      type: just('chat'),
      chat: id,
      ticket: id,
      epoch: id,
      offset: uint(),
      accepted: uint(),
      complete: bool,
      mode,
      you: seat,
      members: list(member, FIELD.members),
      capsule: token,
    },
    { polite: bool, met: bool },
  ),
  entry: obj(
    { type: just('entry'), chat: id, offset: uint(), seat, at: uint(), body, stamp },
    { n, acked: list(acked, 256) },
  ),
  ack: obj({ type: just('ack'), chat: id, acked: list(acked, 256) }),
  ice: obj({
    type: just('ice'),
    policy: oneOf('relay', 'all'),
    servers: list(iceServer, FIELD.servers),
    relays: list(word, FIELD.servers),
    ttlMs: uint(),
  }),
  presence: obj({ type: just('presence'), chat: id, seat, present: bool }),
  typing: obj({ type: just('typing'), chat: id, seat, on: bool }),
  error: obj({ type: just('error'), code: word, message: sentence }, { retryAfterMs: uint(), re: about }),
  challenge: obj({ type: just('challenge'), challenge: id, kind: word }, { question: str(0, 8_000) }),
  notice: obj({ type: just('notice'), level: word, code: word }, { text: sentence, action: word }),
  ping: obj({ type: just('ping') }),
  drain: obj({ type: just('drain'), reconnectInMs: uint() }),
  goodbye: obj(
    { type: just('goodbye'), code: uint(4999), reason: word },
    { message: sentence, retryAfterMs: uint(), until: uint(), conn: uint() },
  ),
} as const

type Union<S extends Readonly<Record<string, Schema<unknown>>>> = { [K in keyof S]: Infer<S[K]> }[keyof S]

export type ClientFrame = Union<typeof CLIENT_SCHEMAS>
export type ServerFrame = Union<typeof SERVER_SCHEMAS>
export type ClientFrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>
export type ServerFrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

/** A wish to be matched, as `join` and `end.next` carry it. */
export type Wish = Omit<ClientFrameOf<'join'>, 'type'>
export type Facts = Wish['facts']
/** Where media may be relayed, and until when the credentials are good (P-ICE). */
export type Ice = Omit<ServerFrameOf<'ice'>, 'type'>
export type IceServer = Ice['servers'][number]
export type Gate = ServerFrameOf<'welcome'>['gates'][number]
export type Member = ServerFrameOf<'chat'>['members'][number]
/** `[n, offset, at, stamp, rejected?]`: where an own send stands in the log. */
export type Acked = ServerFrameOf<'ack'>['acked'][number]
export type Entry = ServerFrameOf<'entry'>
