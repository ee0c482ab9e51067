import type { Limits, Mode } from '@stranger-chat/core/protocol'
import type { GateOptions } from './gate/gates.js'
import type { Backplane } from './ports/backplane.js'
import type { Clock, Log, Random } from './ports/clock.js'
import type { IcePolicy, IceProvider } from './ports/ice.js'
import type { Meter } from './ports/meter.js'
import type { Plugin } from './ports/plugin.js'
import type { ReportSink } from './ports/sink.js'
import type { Store } from './ports/store.js'
import type { OidcOptions } from './safety/oidc.js'
import type { WebhookOptions } from './safety/webhook.js'
import type { RelaxTimes } from './rules/relax.js'
import type { Grace } from './session/house.js'
import type { KeyRing } from './session/keys.js'

/** What an operator can decide. Everything has a default; times are milliseconds, sizes bytes. */
export interface ServerOptions {
  /**
   * The folder that holds the keys and the database, made with mode 0700 if need be. Without it, and without `keys` and
   * `store`, everything is gone when the process ends: tokens, blocks, and evidence nobody handed in.
   */
  readonly data?: string
  /** A Postgres for blocks and cases instead of a file, as `postgres://user:password@host/name`; needs the package `pg`. */
  readonly postgres?: string
  /**
   * The Redis that several servers share, as `redis://user:password@host:6379`, or some of a Redis Cluster; needs the package
   * `@redis/client`. All of them need the same `keys`, and should share a `postgres`.
   */
  readonly redis?: readonly string[]
  /** Takes a Redis that writes to disk, where people's words would lie. Default: refused. */
  readonly redisPersists?: boolean
  /** Exact origins whose pages may connect. Default: the server's own, and localhost. */
  readonly origins?: readonly string[]
  /** For development: pages without an origin and on localhost are welcome, files are never cached, partners meet again soon. */
  readonly dev?: boolean
  /** Put in front of every path, such as `/chat`. */
  readonly path?: string
  /** Serves a page with the element at the prefix itself (two of them with `dev`). Default: no. */
  readonly page?: boolean
  /** The age and rules everybody is asked to accept. Both are on by default. */
  readonly gates?: GateOptions
  /** When somebody is usually here, shown to whoever finds nobody. */
  readonly hours?: string
  /** How far two may go: the modes a person may ask for. Default: text. Voice and video need `ice` as well. */
  readonly modes?: readonly Mode[]
  /** The servers that relay voice and video: `turnRest`, `staticList`, `hook`. Without it there is text alone. */
  readonly ice?: IceProvider
  /** `all` lets two strangers' browsers connect directly: each may learn the other's address. Default `relay`. */
  readonly icePolicy?: IcePolicy
  readonly limits?: Partial<Limits>
  /**
   * How many pictures of a call may come with a report, 0 to 3. Default 0: none are asked for, and none are taken. Read what that
   * means for you first: `docs/moderation.md`.
   */
  readonly reportPictures?: number
  readonly grace?: Partial<Grace>
  /** After how long of waiting each wish gives way. */
  readonly relax?: Partial<RelaxTimes>
  /** Reverse proxies whose `X-Forwarded-For` counts: CIDR blocks or addresses. */
  readonly trustProxy?: readonly string[]
  /** Connections this process takes at most. Default 50,000. */
  readonly maxConnections?: number
  /** Connections this process takes in a second; the others are given a time to come back. At least 1. Default 200. */
  readonly acceptRate?: number
  readonly plugins?: readonly Plugin[]
  /** Places that are told what moderation did: by HTTP, or by code of your own. */
  readonly webhooks?: readonly WebhookOptions[]
  readonly sinks?: readonly ReportSink[]
  /** Lets moderators sign in with an identity provider as well; needs the package `openid-client`. */
  readonly oidc?: OidcOptions
  /** A ring, or the file it is kept in, which ends in `.json`; made if there is none, unless there is a `redis`. Default: in `data`. */
  readonly keys?: KeyRing | string
  readonly store?: Store
  readonly backplane?: Backplane
  /** Default: warnings and errors, one JSON object a line, on stderr. */
  readonly log?: Log
  /** Who is told how this server fares: `createPrometheus` and `createOpenTelemetry` of `@stranger-chat/server/metrics`. */
  readonly meters?: readonly Meter[]
  readonly clock?: Clock
  readonly random?: Random
}
