import type { Acked, ClientFrame, ClientFrameOf, ServerFrameOf, Wish } from '@stranger-chat/core/protocol'
import { Deviation, must, NotRun, same } from './deviation.js'
import type { Line } from './line.js'
import { secret } from './system.js'

type Welcome = ServerFrameOf<'welcome'>
type Chat = ServerFrameOf<'chat'>
type Entry = ServerFrameOf<'entry'>

export const text = (words: string): { kind: 'text'; text: string } => ({ kind: 'text', text: words })

/** The words of a text entry. */
export const wordsOf = ({ body }: Entry): unknown => body['text']

/** The first of what is offered at each gate: the facts with which anybody gets in (P-HELLO-6). */
export function factsFor({ gates }: Welcome): Wish['facts'] {
  let facts: Wish['facts'] = {}
  for (const { kind, choices, version } of gates) {
    if (kind === 'age' && choices?.[0] !== undefined) facts = { ...facts, age: choices[0] }
    else if (kind === 'rules' && version !== undefined) facts = { ...facts, rules: version }
    else throw new NotRun(`this server asks for something before a join that this kit can't give: ${kind}`)
  }
  return facts
}

/** Somebody who was welcomed on a line, and perhaps sits in a chat. */
export class Person {
  readonly line: Line
  readonly welcome: Welcome
  readonly conn: number
  /** What every wish of this person holds: an interest and a language that nobody else has. */
  readonly #wish: Pick<Wish, 'interests' | 'languages'>
  #chat: Chat | undefined
  #sent = 0

  constructor(line: Line, welcome: Welcome, conn: number, wish: Pick<Wish, 'interests' | 'languages'>) {
    this.line = line
    this.welcome = welcome
    this.conn = conn
    this.#wish = wish
  }

  get chat(): Chat {
    must(this.#chat !== undefined, `${this.line.name} to be in a chat`, 'there was none', 'P-MATCH-2')
    return this.#chat
  }
  get id(): string {
    return this.chat.chat
  }

  say(frame: ClientFrame): void {
    this.line.say(frame)
  }

  wish(more: Partial<Wish> = {}): Wish {
    return { ticket: secret(), mode: 'text', facts: factsFor(this.welcome), ...this.#wish, ...more }
  }

  /** Says join. @returns the ticket */
  join(more: Partial<Wish> = {}): string {
    const wish = this.wish(more)
    this.say({ type: 'join', ...wish })
    return wish.ticket
  }

  /** Joins and waits until it is in the queue. @returns the ticket */
  async queue(more: Partial<Wish> = {}): Promise<string> {
    const ticket = this.join(more)
    await this.line.next('queued', `queued for ${ticket}`, (frame) => frame.ticket === ticket)
    return ticket
  }

  /** The match, or the snapshot after a resume. Nothing is confirmed by it. */
  async met(clause = 'P-MATCH-2', withinMs?: number): Promise<Chat> {
    const before = this.#chat
    try {
      this.#chat = await this.line.next('chat', 'chat', (chat) => chat !== before, withinMs)
    } catch (cause) {
      throw cause instanceof Deviation ? new Deviation(cause.expected, cause.instead, clause) : cause
    }
    this.#sent = this.#chat.accepted
    return this.#chat
  }

  /** Names the chat, as a client does at once (P-MATCH-4). */
  confirm(offset = 0): void {
    this.say({ type: 'seen', chat: this.id, offset })
  }

  /** Sends words under the next number. @returns the number */
  send(words: string, more: Partial<ClientFrameOf<'send'>> = {}): number {
    const n = more.n ?? ++this.#sent
    this.say({ type: 'send', chat: this.id, n, body: text(words), ...more })
    return n
  }

  /** Sends any other body under the next number. @returns the number */
  tell(body: Readonly<Record<string, unknown>>): number {
    const n = ++this.#sent
    this.say({ type: 'send', chat: this.id, n, body })
    return n
  }

  /** Where an own send stands in the log. */
  async acked(n: number, withinMs?: number): Promise<Acked> {
    const { id } = this
    return await this.line.until(() => this.line.ackOf(id, n), `the ack of n = ${n}`, withinMs)
  }

  /** The ack of a send, or its refusal. */
  async answer(n: number): Promise<Acked | ServerFrameOf<'error'>> {
    const { id, line } = this
    const isAbout = ({ re }: ServerFrameOf<'error'>): boolean => re?.chat === id && re.n === n
    return await line.until(
      () => line.ackOf(id, n) ?? line.take('error', isAbout),
      `an ack or a refusal of n = ${n}`,
    )
  }

  /** The next entry of the chat, whose words must be these. */
  async hears(words: string): Promise<Entry> {
    const entry = await this.entry(`the entry "${words.slice(0, 40)}"`)
    same(entry.body, text(words), `the body of entry ${entry.offset}`)
    return entry
  }

  async entry(expected: string, withinMs?: number): Promise<Entry> {
    const { id } = this
    return await this.line.next('entry', expected, ({ chat }) => chat === id, withinMs)
  }

  /** The end entry, after whatever was said before it. */
  async ended(reason: string, withinMs?: number): Promise<Entry> {
    const { id } = this
    const isEnd = ({ chat, body }: Entry): boolean => chat === id && body['kind'] === 'end'
    const entry = await this.line.next('entry', `the end entry (${reason})`, isEnd, withinMs)
    same(entry.body['reason'], reason, 'the reason of the end')
    return entry
  }

  async refused(code: string, about: Partial<NonNullable<ServerFrameOf<'error'>['re']>> = {}) {
    const fits = ({ re = { type: '' } }: ServerFrameOf<'error'>): boolean =>
      Object.entries(about).every(([key, value]) => re[key as keyof typeof re] === value)
    const error = await this.line.next('error', `error{${code}} about ${JSON.stringify(about)}`, fits)
    must(error.code === code, `error{${code}}`, `error{${error.code}}`)
    return error
  }

  /** All frames before it are carried out: the answer to a send into a chat that never was (P-FRAME-8). */
  async settled(): Promise<void> {
    const chat = secret()
    this.say({ type: 'send', chat, n: 1, body: text('is anybody there') })
    await this.line.next('error', 'an answer to a later frame', ({ re }) => re?.chat === chat)
  }

  /** What the next hello says to come back to this chat. */
  resume(offset = this.line.cursor(this.id)): {
    readonly chat: string
    readonly epoch: string
    readonly offset: number
  } {
    return { chat: this.id, epoch: this.chat.epoch, offset }
  }
}
