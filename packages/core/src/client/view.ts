import { LIMITS, type Mode } from '../protocol/index.js'
import type { State } from './machine.js'
import { type Cell, cell, readable } from './stores.js'
import { linesOf } from './transcript.js'
import type { ClientState } from './types.js'

type Selectors = { readonly [K in keyof ClientState]: (state: State) => ReturnType<ClientState[K]['get']> }

/** What every server can do. */
const TEXT_ONLY: readonly Mode[] = ['text']

/** Where each store finds its value. The same reference as long as nothing changed. */
const SELECTORS: Selectors = {
  phase: ({ phase }) => phase,
  connection: ({ line }) => line.state,
  search: ({ search }) => search,
  chat: ({ chat }) => chat?.view ?? null,
  messages: ({ transcript }) => linesOf(transcript),
  typing: ({ typing }) => typing,
  end: ({ end }) => end,
  reportable: ({ chat, transcript }) => transcript.current?.chat ?? chat?.view.id ?? null,
  unread: ({ unread }) => unread,
  gates: ({ server }) => server?.gates ?? null,
  limits: ({ server }) => server?.limits ?? LIMITS,
  modes: ({ server }) => server?.modes ?? TEXT_ONLY,
  direct: ({ server }) => server?.direct ?? false,
  ice: ({ ice }) => ice,
  hours: ({ server }) => server?.hours ?? null,
  hold: ({ hold }) => hold,
  retryAt: ({ line }) => line.retryAt,
  challenge: ({ challenge }) => challenge,
  error: ({ error }) => error,
}

/** The machine's state as stores for rendering. */
export class View {
  readonly state: ClientState
  readonly #cells: readonly (readonly [(state: State) => unknown, Cell<unknown>])[]

  constructor(initial: State, fault: (error: unknown) => void) {
    const cells = Object.entries(SELECTORS).map(
      ([name, select]) => [name, select, cell<unknown>(select(initial), fault)] as const,
    )
    this.#cells = cells.map(([, select, store]) => [select, store])
    this.state = Object.fromEntries(
      cells.map(([name, , store]) => [name, readable(store)]),
    ) as unknown as ClientState
  }

  /** Takes a new state: every store has its new value before the first listener is told. Returns who to tell. */
  take(state: State): (() => void)[] {
    return this.#cells.filter(([select, store]) => store.set(select(state))).map(([, store]) => store.notify)
  }
}
