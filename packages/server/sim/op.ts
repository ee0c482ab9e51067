import { keyValue, type Tab } from './tab.js'
import type { PortHabits } from './port.js'
import type { WireHabits } from './wire.js'
import { SHARDS } from './shards.js'
import type { World } from './world.js'

/** Something a person does, or that befalls somebody. `tab` and `node` count round, so that any number names one. */
export type Op =
  | { readonly do: TabDeed; readonly tab: number }
  | { readonly do: 'say'; readonly tab: number; readonly padding: number }
  | { readonly do: 'stall'; readonly tab: number; readonly ms: number }
  | { readonly do: 'skew'; readonly tab: number; readonly ms: number }
  | { readonly do: 'crash'; readonly node: number; readonly isTold: boolean }
  | { readonly do: 'boot' | 'drain'; readonly node: number }
  | { readonly do: 'step'; readonly node: number; readonly ms: number }
  | { readonly do: 'rollback' }
  /** One of the store's shards begins anew. */
  | { readonly do: 'lose'; readonly shard: number }
  /** From now on the network, or the store's connections, are like this. */
  | { readonly do: 'weather'; readonly wire?: Partial<WireHabits>; readonly port?: Partial<PortHabits> }

const MOST_TABS = 14
/** Well below what one identity may have open. */
const MOST_OF_ONE = 5

const isCrowded = ({ person }: Tab, { tabs }: World): boolean =>
  tabs.length >= MOST_TABS || tabs.filter((tab) => tab.person === person).length >= MOST_OF_ONE

/** What a tab's person, browser or network does. */
const DEEDS = {
  /** Opens the page if it is closed, and looks for somebody. */
  start(tab) {
    tab.open()
    tab.client?.start(tab.person.wish).catch(nothing)
  },
  next(tab) {
    leave(tab)
    tab.client?.next(tab.person.wish).catch(nothing)
  },
  stop(tab) {
    leave(tab)
    tab.client?.stop()
  },
  typing: (tab) => tab.client?.setTyping(true),
  hide(tab, world) {
    if (!tab.isOpen) return
    tab.hiddenSince ??= world.timeline.now
    tab.client?.setHidden(true)
  },
  show(tab) {
    tab.hiddenSince = null
    tab.client?.setHidden(false)
  },
  /** Closes what shows the chat, and stays; or opens it again. */
  away: (tab) => tab.look(false),
  here: (tab) => tab.look(true),
  reload(tab) {
    if (!tab.isOpen) return
    tab.quit('left')
    tab.open()
  },
  /** The browser crashes; it may be opened again. */
  kill: (tab) => tab.quit('killed'),
  close: (tab) => tab.quit('closed'),
  open: (tab) => tab.open(),
  /** Into the browser's memory of pages, and out again later. */
  freeze: (tab) => tab.client?.freeze(),
  wake: (tab) => tab.client?.wake('restored'),
  online: (tab) => tab.client?.wake('online'),
  reconnect: (tab) => tab.client?.reconnect(),
  block(tab) {
    leave(tab)
    tab.client?.block().catch(nothing)
  },
  /** A copy of the tab, with all that its session keeps. */
  twin(tab, world) {
    if (isCrowded(tab, world) || !tab.isOpen) return
    const twin = world.newTab(tab.person, keyValue(new Map(tab.session.entries)))
    twin.isTwin = tab.isTwin = true
    twin.open()
  },
  /** Another tab of the same person. */
  second(tab, world) {
    if (isCrowded(tab, world)) return
    const second = world.newTab(tab.person)
    second.open()
    second.client?.start(second.person.wish).catch(nothing)
  },
  cut: (tab) => tab.wire?.cut(),
  hang: (tab) => tab.wire?.hang(),
  /** Half-open, and no operating system ever finds out. */
  vanish: (tab) => tab.wire?.hang(true),
} satisfies Readonly<Record<string, (tab: Tab, world: World) => void>>
export type TabDeed = keyof typeof DEEDS

export function act(world: World, op: Op): void {
  world.record.note(`* ${JSON.stringify(op)}`)
  if (op.do === 'rollback') {
    world.rollbacks++
    return world.store.rollBack()
  }
  if (op.do === 'lose') {
    world.rollbacks++
    return world.store.loseShard(op.shard % SHARDS)
  }
  if (op.do === 'weather') {
    const { wire, port } = world.habits
    world.habits = { wire: { ...wire, ...op.wire }, port: { ...port, ...op.port } }
    world.mayLose ||= world.habits.port.lost > 0
    return
  }
  if ('node' in op) {
    const host = world.hosts[op.node % world.hosts.length]
    if (op.do === 'crash') {
      world.crashedAt = world.timeline.now
      host?.crash(op.isTold)
    }
    if (op.do === 'boot') run(world, host?.boot())
    if (op.do === 'drain') {
      world.crashedAt = world.timeline.now
      run(world, host?.drain())
    }
    if (op.do === 'step' && host !== undefined) host.skew = op.ms
    return
  }
  const tab = world.tabs[op.tab % world.tabs.length]
  if (tab === undefined) return
  if (op.do === 'say') tab.touch(() => tab.say(op.padding))
  else if (op.do === 'stall') {
    // A stalled handshake is another fault: its hello would come too late.
    if (tab.wire?.isLive === true) tab.wire.stall(op.ms)
  } else if (op.do === 'skew') tab.skew = op.ms
  else tab.touch(() => DEEDS[op.do](tab, world))
}

/** The person no longer wants the chat on show, whatever becomes of the line. */
function leave(tab: Tab): void {
  const chat = tab.client?.state.chat.get()
  if (chat != null) tab.left.add(chat.id)
}

const nothing = (): void => {}

function run(world: World, work: Promise<void> | undefined): void {
  work?.catch((cause: unknown) => world.fail('no fault of ours', `A node could not do it: ${String(cause)}`))
}
