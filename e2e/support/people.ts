import {
  type Chat,
  type ClientStorage,
  type KeyValue,
  type Message,
  type StartOptions,
  type Store,
  StrangerClient,
  system,
} from '@stranger-chat/core'
import { pollTransport } from '@stranger-chat/core/transports'

/** Resolves once a store holds what is waited for. */
export function until<T>(store: Store<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const leave = store.subscribe((value) => {
      if (!fits(value)) return
      resolve(value)
      // The first call comes before `subscribe` has returned.
      queueMicrotask(() => leave())
    })
  })
}

/** How a client reaches its server: as it finds best, or by long polls alone. */
export type Way = 'usual' | 'polls'

/** A browser's storage for one tab, as a Map. */
export function tabStorage(): ClientStorage {
  const map = new Map<string, string>()
  const session: KeyValue = {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
  }
  return { device: session, session }
}

/** Somebody with the real headless client. */
export class Person {
  readonly client: StrangerClient
  /** Every text of a stranger's, as it was told. */
  readonly heard: string[] = []
  readonly #listening = new Set<() => void>()
  readonly #storage: ClientStorage
  readonly #url: string
  readonly #by: Way

  constructor(url: string, storage: ClientStorage = tabStorage(), by: Way = 'usual') {
    this.#url = url
    this.#storage = storage
    this.#by = by
    const transport = by === 'polls' ? { transport: pollTransport(`${url}/poll`, fetch, system) } : {}
    this.client = new StrangerClient({ url, storage, ...transport })
    this.client.on('message', ({ kind, text }) => {
      this.heard.push(kind === 'text' ? text : kind)
      for (const look of this.#listening) look()
    })
  }

  get state() {
    return this.client.state
  }

  /** Looks for a stranger, past the gates. */
  async start(options: StartOptions = {}): Promise<Chat> {
    await this.client.connect()
    const gates = this.state.gates.get() ?? []
    const age = gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
    const rules = gates.find(({ kind }) => kind === 'rules')?.version
    const facts = { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) }
    return await this.client.start({ facts, ...options })
  }

  /** Says one thing after the other, as fast as the outbox takes them. */
  async sayAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      while (this.client.send(text) === null) {
        const waiting = (messages: readonly Message[]): number =>
          messages.filter(({ state }) => state === 'pending').length
        const full = waiting(this.state.messages.get())
        await until(this.state.messages, (messages) => waiting(messages) < full)
      }
    }
  }

  /** Own texts by what became of them. */
  own(fate: Message['state']): string[] {
    return this.state.messages
      .get()
      .flatMap(({ from, state, text }) => (from === 'me' && state === fate ? [text] : []))
  }

  /** Waits until so many messages were heard in all. */
  async hears(count: number): Promise<readonly string[]> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.heard.length < count) return
        this.#listening.delete(look)
        resolve()
      }
      this.#listening.add(look)
      look()
    })
    return this.heard
  }

  /** The page is reloaded: the old client is gone without a word, a new one has what the tab kept. */
  reload(): Person {
    this.client.freeze()
    return this.copy()
  }

  /** The tab is duplicated: another client with all that this one kept. */
  copy(): Person {
    const next = new Person(this.#url, this.#storage, this.#by)
    next.client.resume()
    return next
  }
}

let count = 0
/** Two people who meet over an interest nobody else has; each by a url of their own. */
export async function twoMeet(urls: readonly [string, string], by?: Way): Promise<readonly [Person, Person]> {
  const interests = [`meeting ${++count}`]
  const two = [new Person(urls[0], tabStorage(), by), new Person(urls[1], tabStorage(), by)] as const
  await Promise.all(two.map((person) => person.start({ interests })))
  return two
}

/** Texts that break what can be broken on their way: emoji with joiners, right-to-left, the longest, combining marks. */
export function awkwardTexts(count: number, who: string): string[] {
  const kinds = [
    (i: number) => `${who} ${i} plain`,
    (i: number) => `${who} ${i} 👩🏽‍🚀🏳️‍🌈 \u{1f375}`,
    (i: number) => `${who} ${i} שלום לך, مرحبا بالعالم`,
    (i: number) => `${who} ${i} `.padEnd(2_000, 'long '),
    (i: number) => `${who} ${i} e\u0301 "quotes" \\ <b>&amp;</b> \u2028 line\nbreak`,
  ] as const
  return Array.from({ length: count }, (_, i) => (kinds[i % kinds.length] ?? kinds[0])(i).trim())
}
