import type {
  ConsentBody,
  EndReason,
  ErrorCode,
  Facts,
  Gate,
  Ice,
  Limits,
  MemberBody,
  Mode,
  SignalBody,
} from '../protocol/index.js'
import type { Desk } from './handing.js'

/**
 * Where the person stands: idle → searching → chatting → ended → searching or idle. `stop` leads from searching to idle, from
 * chatting to ended, from ended to idle; `next` from chatting straight to searching.
 */
export type Phase = 'idle' | 'searching' | 'chatting' | 'ended'
/** Where the line stands, independent of the phase. `closed` needs a person's decision; the others heal by themselves. */
export type Connection = 'offline' | 'connecting' | 'online' | 'reconnecting' | 'closed'

/** One value over time. `subscribe` calls at once and on every change; the reference is the same until it changes. */
export interface Store<T> {
  readonly get: () => T
  readonly subscribe: (listener: (value: T) => void) => () => void
}

export interface StartOptions {
  readonly mode?: Mode
  readonly languages?: readonly string[]
  readonly interests?: readonly string[]
  readonly facts?: Facts
  /** A call's offer made beforehand (P-CALL-5); see `arm`. */
  readonly offer?: string
  /** Aborting is `stop()`. */
  readonly signal?: AbortSignalLike
}

export interface Search {
  readonly ticket: string
  readonly mode: Mode
  /** When the wish was first made, ms since 1970. */
  readonly since: number
  readonly interests: readonly string[]
  readonly languages: readonly string[]
  /** Which wishes have given way by now: `interests`, `languages`, `trust`. */
  readonly relaxed: readonly string[]
  readonly waiting: number | null
  readonly estimateMs: number | null
  /** `only_you` when every other person waiting is this one; other words may come from newer servers. */
  readonly reason: string | null
}

export interface Chat {
  readonly id: string
  readonly mode: Mode
  readonly seat: number
  /** Interests both named, in one's own spelling. */
  readonly shared: readonly string[]
  readonly language: string | null
  /** The two have met before. */
  readonly met: boolean
  /** False while the stranger's line is down or their page is closed. */
  readonly present: boolean
  /**
   * Since when the stranger is away; null while they are there. `graceMs`: how long their seat is held, once their line fell;
   * null where they only looked away, which ends nothing.
   */
  readonly away: { readonly since: number; readonly graceMs: number | null } | null
  readonly startedAt: number
  readonly capsule: string
  /** Makes the offers of a call; the other side answers (P-CALL-2). Always false in a chat of mode text. */
  readonly caller: boolean
  /** The offer made while waiting is in the log already, as one's own first entry (P-CALL-5). */
  readonly offered: boolean
}

/** One signal or step of a call, as it stands in the chat's log. */
export interface Signal {
  readonly chat: string
  readonly from: 'me' | 'stranger'
  readonly offset: number
  readonly body: SignalBody | ConsentBody
  /** For an own one that the server didn't relay: why, as its ack said. */
  readonly refused: string | null
}

export interface End {
  readonly chat: string
  /** `you` when one ended it oneself; `server_lost` when the server no longer knows the chat. */
  readonly reason: EndReason | 'you' | 'server_lost'
}

/** One line of the transcript. */
export interface Message {
  /** Stable for rendering: `<chat>:<offset>` once in the log, `<chat>:n<n>` before. It changes when the ack arrives. */
  readonly key: string
  readonly chat: string
  readonly from: 'me' | 'stranger' | 'server'
  /** `text` is shown as it is; `unsupported` stands for a kind this client doesn't know; `void` is never rendered for the stranger. */
  readonly kind: 'text' | 'unsupported' | 'void' | 'end'
  readonly text: string
  readonly at: number
  readonly offset: number | null
  readonly n: number | null
  readonly state: 'pending' | 'sent' | 'failed'
  /** Why it failed, as the ack said or as the client knows (`ended`: the chat was over before it left; `unknown`: it left, and nobody knows whether it arrived). */
  readonly why: string | null
}

/** A refusal with a stable code, a sentence a person can act on, and whether trying again helps. */
export interface ClientError {
  readonly code: ErrorCode | ClientErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  /** For a ban: until when, ms since 1970. */
  readonly until: number | null
}
export type ClientErrorCode =
  | 'unreachable'
  | 'forbidden'
  | 'origin'
  | 'banned'
  | 'superseded'
  | 'bad_token'
  | 'subprotocol'
  | 'bad_frame'
  | 'frame_too_big'
  | 'flooding'
  | 'over_capacity'
  | 'token_expired'
  | 'internal'
  | 'aborted'
  | 'closed'

/** Why there are no fresh servers for media. */
export interface IceRefusal {
  readonly code: ClientError['code']
  /** When asking again may help; null when the server named no time. */
  readonly retryAfterMs: number | null
}

export interface Challenge {
  readonly id: string
  readonly kind: string
  readonly question: string | null
}
export interface Notice {
  readonly level: string
  readonly code: string
  readonly text: string | null
  readonly action: string | null
}

/** State for rendering. Every store is independent: typing never wakes the list of messages. */
export interface ClientState {
  readonly phase: Store<Phase>
  readonly connection: Store<Connection>
  readonly search: Store<Search | null>
  readonly chat: Store<Chat | null>
  /** The lines of the chat, or of the one that just ended, until the next match. */
  readonly messages: Store<readonly Message[]>
  readonly typing: Store<boolean>
  readonly end: Store<End | null>
  /** The chat that could be reported or blocked now: the one there is, or the last one. Null when nothing is held of any. */
  readonly reportable: Store<string | null>
  readonly unread: Store<number>
  /** What the server asks before a join; null until the first welcome. */
  readonly gates: Store<readonly Gate[] | null>
  readonly limits: Store<Limits>
  /** How far two may go here; text alone until the first welcome. */
  readonly modes: Store<readonly Mode[]>
  /** Calls here may show the two each other's addresses (policy `all` of P-ICE-3): say so before anybody begins one. */
  readonly direct: Store<boolean>
  /** Where media may be relayed, since the last wish for voice or video; `at` is when it came, ms since 1970. */
  readonly ice: Store<(Ice & { readonly at: number }) | null>
  /** The operator's meeting hours, if any. */
  readonly hours: Store<string | null>
  /** While the line is down: when it fell and how long the server holds the chat. */
  readonly hold: Store<{ readonly since: number; readonly graceMs: number } | null>
  /** The next try to reach the server, ms since 1970. */
  readonly retryAt: Store<number | null>
  readonly challenge: Store<Challenge | null>
  readonly error: Store<ClientError | null>
}

/** Effects: called on change only, never at once. */
export interface ClientEvents {
  readonly phase: { readonly value: Phase; readonly previous: Phase }
  readonly connection: { readonly value: Connection; readonly previous: Connection }
  readonly match: Chat
  /** A message of the stranger's, once, in order. Not called for those read back after a reload. */
  readonly message: Message
  /** A call's signal or step, in the order of the log; own ones too, once they are in it. */
  readonly signal: Signal
  /**
   * The server refused what `refreshIce` asked for: `rate_limited` or `unavailable`, to be asked again after `retryAfterMs`, or
   * `bad_state`, when it knows of no wish and no chat with a call. Nothing a person did, so it is no `error`.
   */
  readonly iceRefused: IceRefusal
  readonly end: End
  readonly notice: Notice
  readonly error: ClientError
}

/** The client as the element and other views use it; `StrangerClient` is the one that talks. */
export interface ChatClient {
  readonly state: ClientState
  /** Learns the server's gates and limits without joining: opens the connection and stays idle. */
  readonly connect: () => Promise<void>
  /**
   * Takes up what this tab kept before a reload: the search, the chat, or the end of one with its transcript. Returns
   * whether there was anything; if not, nothing is sent or stored.
   */
  readonly resume: () => boolean
  /** Looks for a stranger; resolves at the match. In a chat it is a no-op that resolves with that chat. */
  readonly start: (options?: StartOptions) => Promise<Chat>
  /** Ends the chat and looks for the next stranger with the same or new wishes, in one frame. */
  readonly next: (options?: StartOptions) => Promise<Chat>
  /** Leaves the chat or the search; from `ended` back to `idle`. */
  readonly stop: () => void
  /** Numbers and sends a text; null with an error when there is no chat, the text is empty or the outbox is full. */
  readonly send: (text: string) => Message | null
  /** Sends a call's signal or step, in order with the texts; false with an error when there is no chat or the outbox is full. */
  readonly signal: (body: SignalBody | ConsentBody) => boolean
  /** The signals of the chat there is that are still held, oldest first. */
  readonly signals: () => readonly Signal[]
  /** While searching: offers a call beforehand, or takes that back with null (P-CALL-5). */
  readonly arm: (offer: string | null) => void
  /** Asks for fresh servers and credentials for media; they come as `state.ice`, or a refusal as the event `iceRefused`. */
  readonly refreshIce: () => void
  /** Tries a failed message once more, as a new one. */
  readonly retry: (key: string) => Message | null
  /** Throttled; switches itself off after 5 s without a call. */
  readonly setTyping: (on: boolean) => void
  /**
   * Never again with this stranger; works during the chat and for 24 h after it. A live chat ends. Rejects with a
   * `StrangerChatError`.
   */
  readonly block: () => Promise<void>
  /**
   * Where one reports, and hears of reports and decisions. Its code is fetched with the first call (and by `block`): call it
   * early, while the line is up, where it may be needed. Rejects with `unreachable` when it can't be had, and can be asked again.
   */
  readonly desk: () => Promise<Desk>
  /** Whether anything is kept of reports made here: reason enough to ask the desk for them. Asks nobody and fetches nothing. */
  readonly hasReports: () => boolean
  readonly solve: (answer: string) => void
  readonly markRead: () => void
  /** Forgets transcript and what storage holds of it. */
  readonly clear: () => void
  /** After `closed` or while reconnecting: try now. Takes a session back from another tab. */
  readonly reconnect: () => void
  /** The page hides or shows; moves the grace from 30 s to 120 s and wakes the line. See `browserLifecycle`. */
  readonly setHidden: (hidden: boolean) => void
  /**
   * The person closed what shows the chat, or looks at it again; the stranger of this chat, and of any to come, is told.
   * A message of one's own says by itself that one is there. Idempotent.
   */
  readonly setAway: (on: boolean) => void
  readonly on: <K extends keyof ClientEvents>(
    type: K,
    listener: (event: ClientEvents[K]) => void,
    options?: { readonly signal?: AbortSignalLike; readonly once?: boolean },
  ) => () => void
  /** Says bye and lets go of everything. Idempotent. */
  readonly close: () => void
}

/** The part of `AbortSignal` we use; core has no DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly addEventListener: (type: 'abort', listener: () => void, options?: { once?: boolean }) => void
  readonly removeEventListener: (type: 'abort', listener: () => void) => void
}

/** What the client keeps (protocol section "storage"); `Storage` of a browser fits, a `Map` behind three methods too. */
export interface KeyValue {
  readonly get: (key: string) => string | null
  readonly set: (key: string, value: string) => void
  readonly remove: (key: string) => void
}
export interface ClientStorage {
  /** Survives the tab: the device token. Null keeps nothing. */
  readonly device: KeyValue | null
  /** Lives as long as the tab: session token, position, outbox, capsules and stamped transcripts. */
  readonly session: KeyValue | null
}

export type { MemberBody }
export type * from './handing.js'
