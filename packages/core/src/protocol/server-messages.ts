import {
  id,
  interest,
  language,
  mode,
  MODES,
  n,
  seat,
  sentence,
  stamp,
  token,
  type Union,
  word,
} from './fields.js'
import { FIELD, limitsSchema } from './limits.js'
import { bool, just, list, obj, oneOf, record, str, tuple, uint } from './schema.js'

/** What the server asks before a join: an age (one of `choices`, in years) or the acceptance of rules. */
const gate = obj(
  { kind: word },
  { choices: list(uint(150), 8), version: word, items: list(sentence, 16), url: str(1, 500) },
)
/** As `RTCConfiguration.iceServers` takes it. */
const iceServer = obj({ urls: list(str(1, 256), 4) }, { username: str(1, 256), credential: str(1, 256) })
const member = obj(
  { seat, role: oneOf('stranger', 'observer'), present: bool, shared: list(interest, FIELD.interests) },
  { language, away: bool },
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
    { type: just('entry'), chat: id, offset: uint(), seat, at: uint(), body: record, stamp },
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
  presence: obj({ type: just('presence'), chat: id, seat, present: bool }, { away: bool }),
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

export type ServerFrame = Union<typeof SERVER_SCHEMAS>
export type ServerFrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

/** Where media may be relayed, and until when the credentials are good (P-ICE). */
export type Ice = Omit<ServerFrameOf<'ice'>, 'type'>
export type IceServer = Ice['servers'][number]
export type Gate = ServerFrameOf<'welcome'>['gates'][number]
export type Member = ServerFrameOf<'chat'>['members'][number]
/** `[n, offset, at, stamp, rejected?]`: where an own send stands in the log. */
export type Acked = ServerFrameOf<'ack'>['acked'][number]
export type Entry = ServerFrameOf<'entry'>
