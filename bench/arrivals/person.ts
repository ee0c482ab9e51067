import { WebSocket } from 'ws'
import { UNKNOWN, type Wait, type Wish } from './wish.ts'

/** What the people know of each other, and what went wrong. */
export interface Square {
  /** Who sits where, by chat: seats of two. */
  readonly chats: Map<string, (number | undefined)[]>
  readonly waits: Wait[]
  readonly wrong: string[]
  readonly partnerOf: (person: number, chat: string) => Person | undefined
}

type Frame = Readonly<Record<string, unknown>> & { readonly type: string }

/** Somebody who comes, looks for a stranger, and perhaps falls away: the protocol by hand, so that nothing mends itself. */
export class Person {
  readonly id: number
  readonly #url: string
  readonly #square: Square
  readonly #wish: Wish
  #socket: WebSocket | undefined
  #conn = 0
  #token = ''
  #device = ''
  #facts: unknown
  #tickets = 0
  /** Since when this one waits; nothing when not. */
  #since: number | undefined
  chat: { readonly id: string; readonly epoch: string; readonly seat: number; offset: number } | undefined
  readonly #met = new Set<number>()
  /** Its line fell while it waited: a chat may have been made of which it never heard. */
  mayHaveMissed = false
  /** Whether the partner's word came in this chat, and how often. */
  heard = 0
  #welcomed: (() => void) | undefined

  constructor(id: number, url: string, wish: Wish, square: Square) {
    this.id = id
    this.#url = url
    this.#wish = wish
    this.#square = square
  }

  get isHere(): boolean {
    return this.#socket !== undefined
  }
  get isWaiting(): boolean {
    return this.#since !== undefined
  }

  /** Resolves when the server has welcomed this one, or hung up, which is wrong. */
  come(): Promise<void> {
    const socket = new WebSocket(this.#url, ['stranger-chat.v1'], { perMessageDeflate: false })
    this.#socket = socket
    socket.on('open', () => {
      const known = this.#token === '' ? {} : { token: this.#token, device: this.#device }
      const { chat } = this
      const resume =
        chat === undefined ? {} : { resume: { chat: chat.id, epoch: chat.epoch, offset: chat.offset } }
      const client = { name: 'bench', version: '1' }
      this.#say({ type: 'hello', conn: ++this.#conn, client, ...known, ...resume })
    })
    socket.on('message', (data: Buffer) => {
      if (socket === this.#socket) this.#hear(JSON.parse(data.toString()) as Frame)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (socket !== this.#socket) return
      this.#socket = undefined
      this.#square.wrong.push(`the server hung up on person ${this.id}`)
      this.#welcomed?.()
    })
    return new Promise((welcomed) => (this.#welcomed = welcomed))
  }

  /** The line falls. */
  fall(): void {
    this.mayHaveMissed ||= this.isWaiting
    this.#waited()
    const socket = this.#socket
    this.#socket = undefined
    socket?.terminate()
  }

  /** Comes again, to the chat it was in or for another. */
  async comeBack(): Promise<void> {
    await this.come()
    if (this.chat === undefined && this.#since === undefined) this.join()
  }

  join(): void {
    this.#since = performance.now()
    this.#say({
      type: 'join',
      ticket: `ticket-${this.id}-${++this.#tickets}`,
      mode: 'text',
      ...this.#wish,
      facts: this.#facts,
    })
  }

  /** The run is over: whoever still waits has waited until now. */
  finish(): void {
    this.#waited()
    const socket = this.#socket
    this.#socket = undefined
    socket?.terminate()
  }

  #say(frame: object): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #waited(): void {
    if (this.#since === undefined) return
    const met = new Set(this.#met)
    const { id: person, mayHaveMissed } = this
    const to = performance.now()
    this.#square.waits.push({ person, wish: this.#wish, from: this.#since, to, met, mayHaveMissed })
    this.#since = undefined
  }

  #hear(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#isWelcome(frame)
      case 'chat':
        return this.#meet(frame)
      case 'queued':
        // A chat whose other half never came is over, and the ticket waits on (P-MATCH-4).
        if (this.chat !== undefined) this.#part(this.chat.id)
        this.#since ??= performance.now()
        return
      case 'entry':
        return this.#read(frame)
      case 'ping':
        return this.#say({ type: 'pong' })
      case 'idle':
        return this.#isNowhere()
      case 'error':
        // The other one left while a word was on its way to them.
        if (frame['code'] === 'bad_state' && (frame['re'] as Frame | undefined)?.type === 'send') return
        this.#square.wrong.push(`person ${this.id} was told ${JSON.stringify(frame)}`)
        return
      case 'goodbye':
        this.#square.wrong.push(`person ${this.id} was told ${JSON.stringify(frame)}`)
    }
  }

  #isWelcome(frame: Frame): void {
    this.#token = String(frame['token'])
    this.#device = String(frame['device'])
    const gates = frame['gates'] as readonly Readonly<Record<string, unknown>>[]
    const age = (gates.find(({ kind }) => kind === 'age')?.['choices'] as readonly number[] | undefined)?.[0]
    const rules = gates.find(({ kind }) => kind === 'rules')?.['version']
    this.#facts = { age, rules }
    this.#welcomed?.()
  }

  #meet(frame: Frame): void {
    const id = String(frame['chat'])
    const seat = Number(frame['you'])
    const offset = Number(frame['offset'])
    const isBack = this.chat?.id === id
    if (this.chat !== undefined && !isBack)
      this.#square.wrong.push(`person ${this.id} is in two chats at once`)
    this.#waited()
    const seats = this.#square.chats.get(id) ?? []
    this.#square.chats.set(id, seats)
    if (seat !== 0 && seat !== 1) this.#square.wrong.push(`a chat has a seat ${seat}`)
    if ((seats[seat] ?? this.id) !== this.id)
      this.#square.wrong.push(`persons ${seats[seat]} and ${this.id} have the same seat`)
    seats[seat] = this.id
    this.chat = {
      id,
      epoch: String(frame['epoch']),
      seat,
      offset: isBack ? (this.chat?.offset ?? 0) : offset,
    }
    if (!isBack) {
      this.heard = 0
      this.#say({ type: 'seen', chat: id, offset: 0 })
    }
    // What was on its way when the line fell is said again (P-RESUME).
    if (frame['accepted'] === 0)
      this.#say({ type: 'send', chat: id, n: 1, body: { kind: 'text', text: `I am ${this.id}` } })
  }

  #read(frame: Frame): void {
    const { chat } = this
    if (frame['chat'] !== chat?.id || chat === undefined) return
    const offset = Number(frame['offset'])
    const body = frame['body'] as { readonly kind: string; readonly text?: string }
    if (frame['seat'] === chat.seat) return
    chat.offset = offset
    this.#say({ type: 'seen', chat: chat.id, offset })
    if (body.kind === 'text') {
      const from = Number(body.text?.slice('I am '.length))
      this.#met.add(from)
      this.heard++
      if (this.heard > 1) this.#square.wrong.push(`person ${this.id} heard a word twice`)
      const seats = this.#square.chats.get(chat.id)
      if (seats?.[1 - chat.seat] !== undefined && seats[1 - chat.seat] !== from)
        this.#square.wrong.push(
          `a word of ${from} reached ${this.id}, who talks with ${seats[1 - chat.seat]}`,
        )
    }
    if (body.kind === 'end') {
      this.#part(chat.id)
      this.join()
    }
  }

  /** Neither in a chat nor waiting, says the server: as our client does, it asks anew. */
  #isNowhere(): void {
    if (this.isWaiting) {
      // It was matched, and the chat was over before it heard of it: that ticket is used up (P-MATCH-5).
      this.#waited()
      this.mayHaveMissed = true
      this.#met.add(UNKNOWN)
    } else if (this.chat !== undefined) this.#part(this.chat.id)
    else return
    this.join()
  }

  #part(chat: string): void {
    this.#met.add(this.#square.partnerOf(this.id, chat)?.id ?? UNKNOWN)
    this.chat = undefined
  }
}
