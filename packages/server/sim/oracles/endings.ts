import type { Tab } from '../tab.js'
import type { TrueChat } from '../truth.js'
import type { MakeOracle } from '../world.js'

/** How long a line must have been welcome before its owner counts as there, ms. */
const SETTLED_MS = 3_000
/** What the store keeps of an ended chat is gone after about this, ms. */
const KEPT_MS = 110_000
/** What only a broken client would be told. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'bad_frame',
  'bad_token',
  'banned',
  'flooding',
  'forbidden',
  'frame_too_big',
  'origin',
  'subprotocol',
])

/** I7: a chat ends because somebody wanted it, or was really gone; and a page is sent away only for a reason. */
export const endings: MakeOracle = (world) => {
  /** The connection each page heard last. */
  const lines = new WeakMap<Tab, object>()
  const heardAt = new WeakMap<Tab, number>()
  const welcomed = new WeakMap<object, number>()
  /** The chats each page entered, and whether the match crossed a move of its line: the new one's hello had left, and named no chat. */
  const entered = new Map<string, boolean>()
  const isCrossed = (tab: Tab, chat: string): boolean => entered.get(`${tab.name} ${chat}`) === true
  const sitter = ({ members }: TrueChat, seat: number | undefined): Tab | undefined =>
    world.owners.get(members.find((member) => member.seat === seat)?.ticket ?? '')
  return {
    name: 'I7 endings',
    heard(tab, wire, frame) {
      lines.set(tab, wire)
      if (frame.type !== 'welcome') heardAt.set(tab, world.timeline.now)
      if (frame.type === 'welcome') welcomed.set(wire, world.timeline.now)
    },
    ended(chat, { body, at }) {
      if (body.kind !== 'end' || chat.isForgotten) return
      const tab = sitter(chat, body.by)
      if (tab === undefined || tab.isTwin) return
      const client = tab.client
      if (body.reason === 'lost' && tab.chat?.id === chat.id && tab.wire?.isLive === true) {
        const since = welcomed.get(tab.wire)
        const isThere = client?.state.connection.get() === 'online' && since !== undefined
        if (isThere && at - world.start - since > SETTLED_MS)
          world.fail(this.name, `${chat.id} ended as lost, and ${tab.name} was there all along.`)
      }
      const hasEntered = entered.has(`${tab.name} ${chat.id}`)
      if (body.reason === 'left' && hasEntered && !tab.left.has(chat.id) && !isCrossed(tab, chat.id))
        world.fail(this.name, `${chat.id} ended as left by ${tab.name}, who never left it.`)
    },
    loaded(tab, client) {
      client.on('match', ({ id }) => {
        const { wire } = tab
        entered.set(`${tab.name} ${id}`, wire !== lines.get(tab) && wire?.openedAt !== undefined)
      })
      client.on('connection', ({ value }) => {
        const code = client.state.error.get()?.code ?? ''
        if (value !== 'closed') return
        if (FOR_GOOD.has(code)) world.fail(this.name, `${tab.name} was sent away for good: ${code}.`)
        if (code === 'superseded' && !tab.isTwin)
          world.fail(this.name, `${tab.name} was superseded by nobody.`)
      })
      client.on('end', ({ chat: id, reason }) => {
        if (reason !== 'server_lost' || tab.isTwin) return
        const { now } = world.timeline
        // Whoever was away for longer than any grace has lost the seat.
        if (now - (heardAt.get(tab) ?? now) > KEPT_MS) return
        const chat = world.truth.chats.get(id)
        if (chat === undefined || chat.isForgotten || isCrossed(tab, id)) return
        const seat = client.state.chat.get()?.seat
        const sid = chat.members.find((member) => member.seat === seat)?.sid ?? ''
        if ((world.truth.releases.get(sid) ?? -1) > chat.since) return
        // Which chats ended without its having heard is what a session's shard alone knows.
        const { forgotten, releases } = world.truth
        const isOver =
          chat.end !== undefined || chat.members.some((one) => (releases.get(one.sid) ?? -1) > chat.since)
        if (isOver && (forgotten.get(sid) ?? -1) > chat.since) return
        // The server looks on for whoever met nobody, and keeps nothing of that meeting once it has found somebody.
        if (chat.end?.body.kind === 'end' && chat.end.body.reason === 'no_show') return
        if (chat.end !== undefined && now - (chat.end.at - world.start) > KEPT_MS) return
        world.fail(this.name, `${tab.name} was told that ${id} is lost, and nothing had been.`)
      })
    },
  }
}
