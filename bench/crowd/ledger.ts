import type { End } from '@stranger-chat/core'
import type { Bot } from './bot.ts'

/** What one bot has heard of the other in one chat, and how many of the other's words the server had taken. */
interface Page {
  heard: number
  sent: number | undefined
  end: End['reason'] | undefined
}

/** Who said and heard what, in which chat: everything that two can't both be right about is counted. */
export class Ledger {
  chats = 0
  /** Chats that both saw the end of: whether anything was lost is known of these. */
  compared = 0
  arrived = 0
  lost = 0
  doubled = 0
  disordered = 0
  strayed = 0
  /** Sides that read `server_lost`, and that read that the other was gone: `lost`. */
  serverLost = 0
  gone = 0
  readonly #pages = new Map<string, Map<number, Page>>()
  readonly #sent = new Map<string, { readonly bot: Bot; readonly at: number; readonly isOnline: boolean }>()
  readonly #latencies: { readonly ms: number; readonly well: boolean }[] = []

  said(bot: Bot, n: number): void {
    this.#page(bot.chat, bot.id)
    const isOnline = bot.connection === 'online'
    this.#sent.set(`${bot.chat} ${bot.id} ${n}`, { bot, at: performance.now(), isOnline })
  }

  heard(bot: Bot, chat: string, text: string): void {
    this.arrived++
    const [from = '', count = ''] = text.split(' ', 2)
    const n = Number(count)
    if (chat !== bot.chat || Number(from) === bot.id) this.strayed++
    const page = this.#page(chat, bot.id)
    if (n < page.heard) this.doubled++
    else if (n > page.heard) this.disordered++
    page.heard = Math.max(page.heard, n + 1)
    const key = `${chat} ${from} ${count}`
    const sent = this.#sent.get(key)
    if (sent === undefined) return
    this.#sent.delete(key)
    const { at, isOnline } = sent
    const well = isOnline && bot.wasWellSince(at) && sent.bot.wasWellSince(at)
    this.#latencies.push({ ms: performance.now() - at, well })
  }

  ended(bot: number, { chat, reason }: End, sent: number): void {
    if (reason === 'server_lost') this.serverLost++
    if (reason === 'lost') this.gone++
    Object.assign(this.#page(chat, bot), { sent, end: reason })
    const both = [...(this.#pages.get(chat)?.values() ?? [])]
    if (both.length < 2 || both.some(({ end }) => end === undefined)) return
    const [one, two] = both
    if (one && two) {
      this.compared++
      this.#compare(one, two)
      this.#compare(two, one)
    }
    this.#pages.delete(chat)
  }

  /** Whoever stayed to the end has heard all that the server had taken from the other. */
  #compare(speaker: Page, listener: Page): void {
    const stayed = listener.end === 'left' || listener.end === 'lost' || listener.end === 'idle'
    if (stayed) this.lost += Math.max(0, (speaker.sent ?? 0) - listener.heard)
  }

  /** Quantiles of the time from `send` to the other's `message`, ms: of all, or while both lines held. */
  latency(of: 'all' | 'well'): (share: number) => number {
    const sorted = this.#latencies
      .filter(({ well }) => of === 'all' || well)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b)
    return (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  }

  #page(chat: string, bot: number): Page {
    let pages = this.#pages.get(chat)
    if (pages === undefined) {
      pages = new Map()
      this.#pages.set(chat, pages)
      this.chats++
    }
    let page = pages.get(bot)
    if (page === undefined) {
      page = { heard: 0, sent: undefined, end: undefined }
      pages.set(bot, page)
    }
    return page
  }
}
