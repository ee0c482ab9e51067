import { type Store, StrangerClient, system } from '@stranger-chat/core'
import { FakeServer } from '@stranger-chat/core/testing'

/** How long the pretended stranger takes to be found, to read and to write, ms. */
const FINDING_MS = 1_600
const READING_MS = 700
const WRITING_MS = 1_500

const GREETING = 'Good evening. You picked tea as well?'
const ANSWERS = [
  'Mint is a weed where I live. A very polite one.',
  'I hadn’t thought of that. Go on?',
  'It is late here, and raining. Where you are, is there a lamp in the window?',
  'I found this yesterday: https://tea.example/mint',
  '🌿🫖',
  'I only know a few sentences, and that was the last. It was good to talk to you.',
]

export const TALK = [
  ['stranger', GREETING],
  ['me', 'Green, mostly. I grow a little mint on the windowsill too.'],
  ['stranger', 'Mint is a weed where I live.'],
  ['stranger', 'A very polite weed, it only takes over the places nobody wanted.'],
  ['me', 'Then it has better manners than most of us.'],
  ['stranger', '🌿🫖'],
] as const

const ADVERTS = 'Adverts were sent from here again and again.'
const DAY_MS = 86_400_000

const GATES = [
  { kind: 'age', choices: [13, 18] },
  {
    kind: 'rules',
    version: '1',
    items: ['Be kind to the person you meet.', 'Nothing sexual, and nothing about children.', 'No adverts.'],
  },
]

interface Options {
  readonly asks?: boolean
}

/** A real client whose server and stranger are in the page: nothing leaves it. */
export class Rehearsal {
  readonly client: StrangerClient
  readonly server: FakeServer
  readonly #cancel = new Set<() => void>()
  #answered = 0

  constructor({ asks = false }: Options = {}) {
    this.server = new FakeServer({
      system,
      welcome: {
        hours: 'Fridays, 20:00 to 22:00 UTC',
        modes: ['text', 'voice', 'video'],
        ...(asks && { gates: GATES }),
      },
    })
    this.client = new StrangerClient({
      url: 'https://nowhere.example',
      transport: this.server.transport,
      fetch: this.server.desk.fetch,
    })
  }

  /** The stranger plays along: is found, greets, and answers what is said. */
  plays(): void {
    this.client.state.phase.subscribe((phase) => {
      if (phase === 'searching') this.#after(FINDING_MS, () => this.#meet())
    })
    let own = 0
    this.client.state.messages.subscribe((messages) => {
      const said = messages.filter(({ from, state }) => from === 'me' && state === 'sent').length
      if (said > own) this.#say(ANSWERS[this.#answered++] ?? null)
      own = said
    })
  }

  /** Found at once, with that said which makes a conversation. */
  async chats(lines: readonly (readonly ['me' | 'stranger', string])[] = TALK): Promise<void> {
    await this.waits()
    this.#match()
    await until(this.client.state.phase, (phase) => phase === 'chatting')
    for (const [i, [who, text]] of lines.entries()) {
      if (who === 'me') this.client.send(text)
      else this.server.chats.at(-1)?.say(text)
      // One after the other: what is on its way may be overtaken.
      await until(
        this.client.state.messages,
        (all) => all.length > i && all.every(({ state }) => state === 'sent'),
      )
    }
  }

  /** In the queue. */
  async waits(): Promise<void> {
    void this.client.start({ interests: ['tea'] }).catch(() => {})
    await until(
      this.client.state.search,
      (search) => search?.waiting !== undefined && this.server.heard('join').length > 0,
    )
  }

  drops(): void {
    this.server.network.down = true
    this.server.network.cut()
  }

  refuses(): void {
    const now = system.now()
    const until = now + 7 * DAY_MS
    this.server.turnAway('forbidden', { reason: 'banned', message: ADVERTS, until })
    this.server.desk.decisions = [
      {
        ...{ action: 'action-0001', number: '7K3M-92QD', kind: 'ban', policies: ['spam'] },
        ...{
          ground: 'terms',
          automated: false,
          at: now - DAY_MS,
          until,
          appeal: 'open',
          appealUntil: now + 180 * DAY_MS,
        },
      },
    ]
  }

  close(): void {
    for (const cancel of this.#cancel) cancel()
    this.client.close()
  }

  #meet(): void {
    if (this.client.state.phase.get() !== 'searching') return
    this.#answered = 0
    this.#match()
    this.#say(GREETING)
  }

  #match(): void {
    const shared = this.client.state.search.get()?.interests.slice(0, 1) ?? []
    this.server.match({ shared: shared.length > 0 ? shared : ['tea'], language: 'en' })
  }

  #say(text: string | null): void {
    const chat = this.server.chats.at(-1)
    if (text === null || !chat) return
    this.#after(READING_MS, () => {
      if (chat.log.ended) return
      chat.write(true)
      this.#after(WRITING_MS, () => {
        if (!chat.log.ended) chat.say(text)
      })
    })
  }

  #after(ms: number, task: () => void): void {
    const cancel = system.after(ms, () => {
      this.#cancel.delete(cancel)
      task()
    })
    this.#cancel.add(cancel)
  }
}

/** Resolves once a store holds what is waited for. */
function until<T>(store: Store<T>, fits: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const leave = store.subscribe((value) => {
      if (!fits(value)) return
      resolve()
      // The first call comes before `subscribe` has returned.
      void Promise.resolve().then(() => leave())
    })
  })
}
