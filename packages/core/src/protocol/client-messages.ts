import { conn, id, interest, language, mode, n, token, type Union, word } from './fields.js'
import { FIELD } from './limits.js'
import { bool, just, list, obj, oneOf, record, str, uint } from './schema.js'

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
  send: obj({ type: just('send'), chat: id, n, body: record }, { seen: uint() }),
  typing: obj({ type: just('typing'), chat: id, on: bool }, { seen: uint() }),
  seen: obj({ type: just('seen'), chat: id, offset: uint() }),
  end: obj({ type: just('end'), chat: id, reason: oneOf('left', 'skip') }, { next: obj(wish, { offer }) }),
  solve: obj({ type: just('solve'), challenge: id, answer: str(0, FIELD.token) }),
  auth: obj({ type: just('auth'), token }),
  ice: obj({ type: just('ice') }),
  bye: obj({ type: just('bye') }),
  pong: obj({ type: just('pong') }, { seen: uint(), chat: id, hidden: bool, away: bool }),
} as const

export type ClientFrame = Union<typeof CLIENT_SCHEMAS>
export type ClientFrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>

/** A wish to be matched, as `join` and `end.next` carry it. */
export type Wish = Omit<ClientFrameOf<'join'>, 'type'>
export type Facts = Wish['facts']
