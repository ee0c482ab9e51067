import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type ClientFrame,
  decodeServer,
  type ServerFrame,
  type ServerFrameOf,
  SUBPROTOCOL,
} from '@stranger-chat/core/protocol'
import { WebSocket } from 'ws'

/** A socket without a client behind it: it says what it is told to say, and forgets no answer. */
export class Bare {
  readonly socket: WebSocket
  /** Resolves when the line is closed, by whomever. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  /** All frames, oldest first. */
  readonly heard: ServerFrame[] = []
  readonly #taken = new Set<ServerFrame>()
  readonly #waiting = new Set<() => void>()
  #over = false

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer) => {
      const read = decodeServer(data.toString('utf8'))
      if (!read.ok) throw new Error(`The server sent what isn't a frame: ${data.toString('utf8', 0, 200)}`)
      this.heard.push(read.frame)
      if (read.frame.type === 'ping') this.say({ type: 'pong' })
      this.#stir()
    })
    // A broken line shows as a close.
    socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.#over = true
        this.#stir()
        resolve({ code, reason: reason.toString('utf8') })
      })
    })
  }

  #stir(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const go of waiting) go()
  }

  /** Opens a line. `from` is the address it claims to come from, for a server that trusts this machine as a proxy. */
  static async dial(
    url: string,
    {
      origin,
      from,
      protocol = SUBPROTOCOL,
    }: { readonly origin?: string; readonly from?: string; readonly protocol?: string } = {},
  ): Promise<Bare> {
    const headers = from === undefined ? {} : { 'X-Forwarded-For': from }
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, protocol, {
      headers,
      ...(origin ? { origin } : {}),
    })
    const bare = new Bare(socket)
    await once(socket, 'open')
    return bare
  }

  say(frame: ClientFrame): void {
    this.raw(JSON.stringify(frame))
  }

  /** Anything at all. */
  raw(data: string | Buffer): void {
    this.socket.send(data)
  }

  /**
   * The next frame of a type that nobody took yet, in order of arrival; waits for it. Rejects when the line closes first.
   */
  async next<T extends ServerFrame['type']>(
    type: T,
    fits: (frame: ServerFrameOf<T>) => boolean = () => true,
  ): Promise<ServerFrameOf<T>> {
    const ofType = (frame: ServerFrame): frame is ServerFrameOf<T> => frame.type === type
    for (;;) {
      for (const frame of this.heard) {
        if (!ofType(frame) || this.#taken.has(frame) || !fits(frame)) continue
        this.#taken.add(frame)
        return frame
      }
      if (this.#over)
        throw new Error(
          `The line closed before a ${type} came; the last was ${JSON.stringify(this.heard.at(-1))}`,
        )
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Says hello and waits for the welcome. */
  async hello(
    more: Partial<Extract<ClientFrame, { type: 'hello' }>> = {},
  ): Promise<ServerFrameOf<'welcome'>> {
    this.say({ type: 'hello', conn: 1, client: { name: 'bare', version: '1' }, ...more })
    return await this.next('welcome')
  }

  /** Hangs up without a word, as a dead line does. */
  vanish(): void {
    this.socket.terminate()
  }
}

export const ticket = (): string => randomUUID()

/** A join that passes the gates a welcome named. */
export function joinFor(
  welcome: ServerFrameOf<'welcome'>,
  wish: { readonly interests?: readonly string[]; readonly ticket?: string } = {},
): Extract<ClientFrame, { type: 'join' }> {
  const age = welcome.gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
  const rules = welcome.gates.find(({ kind }) => kind === 'rules')?.version
  return {
    type: 'join',
    ticket: wish.ticket ?? ticket(),
    mode: 'text',
    languages: ['en'],
    interests: [...(wish.interests ?? [])],
    facts: { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) },
  }
}

/** Somebody with a bare socket who is in a chat. */
export interface Seated {
  readonly line: Bare
  readonly welcome: ServerFrameOf<'welcome'>
  readonly chat: ServerFrameOf<'chat'>
}

/** Takes a seat for a line that said hello already: joins, waits for the match, confirms it. */
export async function seat(
  line: Bare,
  welcome: ServerFrameOf<'welcome'>,
  wish: { readonly interests?: readonly string[]; readonly ticket?: string } = {},
): Promise<Seated> {
  line.say(joinFor(welcome, wish))
  const chat = await line.next('chat')
  line.say({ type: 'seen', chat: chat.chat, offset: 0 })
  return { line, welcome, chat }
}

/** Two people in one chat, over an interest that nobody else has. */
export async function pair(dial: () => Promise<Bare>): Promise<readonly [Seated, Seated]> {
  const interests = [`pair ${randomUUID().slice(0, 8)}`]
  const one = async (): Promise<Seated> => {
    const line = await dial()
    return await seat(line, await line.hello(), { interests })
  }
  return await Promise.all([one(), one()])
}

/**
 * Sends texts as `n` = 1, 2, … and obeys `rate_limited` as P-N-3 asks: waits as long as it is told, then goes on from the
 * refused one. Resolves with the first other refusal, or with nothing once all are acked.
 */
export async function sendAll(
  { line, chat }: Seated,
  texts: readonly string[],
): Promise<ServerFrameOf<'error'> | undefined> {
  const sendFrom = (first: number): void => {
    for (const [i, words] of texts.entries()) {
      if (i + 1 >= first) line.say({ type: 'send', chat: chat.chat, n: i + 1, body: text(words) })
    }
  }
  const acked = line.next('ack', (ack) => ack.acked.some(([n]) => n === texts.length))
  sendFrom(1)
  for (;;) {
    const answer = await Promise.race([acked, line.next('error')])
    if (answer.type === 'ack') return undefined
    if (answer.code !== 'rate_limited') return answer
    await pause(answer.retryAfterMs)
    sendFrom(answer.re?.n ?? NaN)
  }
}

export const text = (words: string): { kind: 'text'; text: string } => ({ kind: 'text', text: words })
