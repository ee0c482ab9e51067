import { type Infer, obj, type Schema, uint } from './schema.js'

/**
 * Every bound of the protocol with its default (P-LIMIT-1). The server states its own values in `welcome.limits`;
 * a client obeys those. Times are milliseconds, sizes are bytes unless the name says otherwise.
 */
export const LIMITS = {
  /** One frame as UTF-8 bytes; checked before the parse. */
  frameBytes: 32 * 1024,
  /** One text message, in code points. */
  textLength: 2_000,
  /** Sends a second, and how many may come at once. */
  sendRate: 5,
  sendBurst: 15,
  /** Signals in ten seconds, and the size of one. */
  signalsPer10s: 60,
  signalBytes: 12 * 1024,
  /** Descriptions (offers and answers) and candidates of one member in one call at once, and in a minute (P-CALL-4). */
  callDescriptions: 12,
  callCandidates: 40,
  /** One join in this time, and how many may come at once. */
  joinIntervalMs: 1_500,
  joinBurst: 5,
  /** Frames of any kind a second. */
  frameRate: 30,
  /** Unacknowledged sends a client may hold. */
  outbox: 50,
  /** Unconfirmed entries or bytes after which a client sends a lone `seen` (P-SEEN-2). */
  seenEntries: 32,
  seenBytes: 16 * 1024,
  /** The chat log: entries and bytes kept until every member confirmed them (P-LOG-1). */
  logEntries: 256,
  logBytes: 128 * 1024,
  /** A report's span. */
  reportEntries: 200,
  reportBytes: 512 * 1024,
  /** Pictures a report may hold (P-REPORT-7): none unless the operator takes them. */
  reportPictures: 0,
  /** A ticket's life, and the quiet after which a chat ends as `idle`. */
  ticketMs: 10 * 60_000,
  idleMs: 15 * 60_000,
  /** Open sockets of one identity. */
  sockets: 8,
} as const

type EachLimit = { readonly [K in keyof typeof LIMITS]: Schema<number> }
export const limitsSchema = obj(
  Object.fromEntries(Object.keys(LIMITS).map((name) => [name, uint()])) as EachLimit,
)

export type Limits = Infer<typeof limitsSchema>

/** Bounds of single fields, fixed by the version: a schema can't depend on a server's configuration. */
export const FIELD = {
  id: 64,
  token: 2_048,
  languages: 3,
  interests: 8,
  interest: 40,
  /** Code points of any body text a schema lets through; the server's `textLength` may be lower. */
  text: 8_000,
  members: 8,
  sentence: 500,
  /** One signal's data, the calls of a chat, and the servers for media that a client is given. */
  signal: 12 * 1024,
  calls: 100,
  servers: 8,
} as const
