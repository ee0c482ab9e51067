import type { ChatClient, ClientEvents, ClientState, Message } from '@stranger-chat/core'
import type { Composer } from '../composer/composer.js'
import type { StrangerChatEvents } from '../events.js'
import { freshKeys } from '../log/rows.js'
import type { Attention } from './attention.js'
import type { Calling } from './calling.js'
import type { Chime } from './chime.js'
import type { ClientListener, Told } from './client.js'
import type { Flow } from './flow.js'
import type { Reporting } from './reporting.js'
import type { Speech } from './speech.js'
import type { Stick } from './stick.js'

/** The parts that hear of it. */
interface Parts {
  readonly client: ChatClient | null
  readonly composer: Composer
  readonly flow: Flow
  readonly reporting: Reporting
  readonly calling: Calling
  readonly attention: Attention
  readonly chime: Chime
  readonly speech: Speech
  readonly stick: Stick
  /** Tells the page. */
  emit<K extends keyof StrangerChatEvents>(type: K, detail: StrangerChatEvents[K]): unknown
}

/** What the client says, in its own turn: which of the parts hear of it, and what the page is told. */
export class Hearing implements ClientListener {
  readonly #parts: Parts
  readonly #on: ReturnType<typeof telling>
  #chat: string | null = null
  #away = false
  #messages: readonly Message[] = []
  /** Rows that have just come and may rise. */
  fresh: ReadonlySet<string> = new Set()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#on = telling(parts)
  }

  /** What another client brings along is no news. */
  begin(state: ClientState | undefined): void {
    const chat = state?.chat.get()
    this.#chat = chat?.id ?? null
    this.#away = chat?.away != null
    this.#messages = state?.messages.get() ?? []
  }

  changed(store: keyof ClientState): void {
    const { client, calling, speech } = this.#parts
    if (!client) return
    if (store === 'chat') this.#stranger(client.state)
    else if (store === 'messages') this.#rows(client.state.messages.get())
    calling.changed(store)
    speech.changed(store)
  }

  event<K extends Told>(type: K, detail: ClientEvents[K]): void {
    this.#parts.speech.event(type, detail)
    this.#on[type](detail)
  }

  /** Another stranger: the composer is emptied before anything else can happen (law 2). Or the same one, back again. */
  #stranger({ chat: { get }, phase }: ClientState): void {
    const { composer, flow } = this.#parts
    const chat = get()
    const isAway = chat?.away != null
    if (chat && chat.id !== this.#chat) composer.matched()
    else if (this.#away && !isAway && phase.get() === 'chatting') flow.back()
    this.#chat = chat?.id ?? this.#chat
    this.#away = isAway
  }

  #rows(messages: readonly Message[]): void {
    this.fresh = freshKeys(this.#messages, messages, this.fresh)
    this.#messages = messages
  }
}

/** What becomes of each event. */
const telling = (parts: Parts): { readonly [E in Told]: (detail: ClientEvents[E]) => void } => ({
  phase: (phase) => {
    parts.reporting.moved()
    parts.emit('sc-phase', phase)
  },
  connection: (connection) => {
    if (connection.value === 'online') parts.reporting.freed()
    parts.emit('sc-connection', connection)
  },
  match: ({ id, shared }) => {
    parts.attention.match(parts.chime)
    parts.emit('sc-match', { chat: id, interests: shared })
  },
  message: (message) => {
    parts.stick.arrived()
    parts.attention.message()
    parts.reporting.expect()
    parts.emit('sc-message', { message })
  },
  end: (end) => {
    parts.flow.ended(end.reason !== 'you')
    parts.emit('sc-end', end)
  },
  notice: ({ code, text, action }) => {
    const { flow, reporting } = parts
    const say = (): void => flow.notice(code, text)
    if (code === 'decision' || code === 'reviewed') reporting.judged(action, say, code === 'reviewed')
    else say()
  },
  error: (error) => {
    parts.flow.refused(error)
    if (error.code === 'banned') parts.reporting.judged(null)
    parts.emit('sc-error', { code: error.code, message: error.message, retryable: error.retryable })
  },
})
