export { createServer, type Stats, type StrangerServer } from './server.js'
export type { ServerOptions } from './options.js'
export type { Finding } from './http/health.js'
export type { GateOptions, Rules } from './gate/gates.js'
export { createLog, type LogLevel, type LogOptions } from './log.js'
export type {
  Action,
  Backplane,
  ChatRecord,
  Chats,
  Inbox,
  LogEntry,
  MemberRecord,
  Push,
  Sessions,
  Ticket,
  Tickets,
} from './ports/backplane.js'
export type { Clock, Log, LogFields, Random } from './ports/clock.js'
export type { Count, Histogram, Instrument, Meter, Reading, Spreading, Trace, Work } from './ports/meter.js'
export type { IceContext, IceIssue, IcePolicy, IceProvider } from './ports/ice.js'
export { hook, type HookAnswer, none, staticList, turnRest, type TurnRestOptions } from './media/providers.js'
export type { ServerLike } from './media/servers.js'
export type { ReportSink } from './ports/sink.js'
export type { OidcOptions } from './safety/oidc.js'
export type { WebhookOptions } from './safety/webhook.js'
export type { Plugin, PluginWish, Verdict, Visitor } from './ports/plugin.js'
export type { Socket, SocketEvents } from './ports/socket.js'
export type {
  ActionRecord,
  CaseRecord,
  Change,
  Guard,
  Ledger,
  ModeratorRecord,
  ReportRecord,
  Sealed,
  Staff,
} from './ports/ledger.js'
export type { Fact, LedgerEvent } from './rules/facts.js'
export type { Blocks, Store } from './ports/store.js'
export { createMemoryBackplane, type MemoryBackplaneOptions } from './memory/backplane.js'
export { openKeyRing } from './session/keyfile.js'
export { createKeyRing, KeyError, type KeyRing, type RootSecret } from './session/keys.js'
export { openStore, StoreError, type StorePlace } from './sql/store.js'
