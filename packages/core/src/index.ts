export { browserLifecycle, type LifecycleClient, type LifecyclePage } from './client/lifecycle.js'
export { browserStorage, type StorageLike, type StoragePolicy, type StorageWindow } from './client/storage.js'
export { type ClientOptions, StrangerClient } from './client/client.js'
export {
  type ClientName,
  type Effect,
  type Emitted,
  INITIAL,
  type Input,
  type Moment,
  reduce,
  type State,
  type Step,
  type TimerName,
  type Wake,
} from './client/machine.js'
export { StrangerChatError } from './client/errors.js'
export type { FetchLike } from './client/post.js'
export type * from './client/types.js'
export type { Statement } from './api/report.js'
export type { ReportReason as Reason } from './api/reasons.js'
export * from './protocol/index.js'
export { system, type System } from './system.js'
export type { Link, LinkEvents, Transport } from './transports/transport.js'
export type { WebSocketConstructor, WebSocketLike } from './transports/websocket.js'
