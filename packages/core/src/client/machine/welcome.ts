import type { ClientFrame, Mode, ServerFrameOf } from '../../protocol/index.js'
import { BACKOFF } from '../backoff.js'
import { watch } from './line.js'
import { join, takeBack } from './search.js'
import { finish, letGo, sayEnd } from './seat.js'
import { pong } from './speech.js'
import { lineOf, logOf, type State } from './state.js'
import { cancel, persist, setTimer, type Turn } from './turn.js'

/** A server that names no modes. */
const TEXT_ONLY: readonly Mode[] = ['text']

/** How this client is called in its hello. */
export interface ClientName {
  readonly name: string
  readonly version: string
}

/** The socket is open: say hello first, and with it what we want (P-HELLO-1, P-HELLO-2). */
export function onOpened(
  before: State,
  turn: Turn,
  conn: number,
  kept: string | null,
  client: ClientName,
): State {
  // One browser is one person, in however many tabs: what another tab was given since counts here too (P-KEEP-1).
  const state = kept === null ? before : { ...before, keys: { ...before.keys, device: kept } }
  if (conn !== state.line.opening) {
    turn.effects.push({ type: 'terminate', conn })
    return state
  }
  const say = (frame: ClientFrame) => void turn.effects.push({ type: 'send', conn, frame })
  const { token, device } = state.keys
  const log = state.chat && !state.chat.over && token !== null ? logOf(state) : null
  // The offset confirms, so what it covers is stored first.
  persist(turn)
  say({
    type: 'hello',
    conn,
    client,
    ...(token !== null && { token }),
    ...(device !== null && { device }),
    ...(log && { resume: { chat: log.chat, epoch: log.epoch, offset: log.cursor } }),
  })
  const wish = state.phase === 'searching' ? state.wish : null
  if (wish) say({ type: 'join', ...wish })
  return lineOf(state, { asked: log?.chat ?? null, joined: wish?.ticket ?? null })
}

/** The new socket is the line now; an older one has been superseded. */
export function onWelcome(state: State, turn: Turn, frame: ServerFrameOf<'welcome'>, conn: number): State {
  const { live } = state.line
  if (live !== null) turn.effects.push({ type: 'close', conn: live })
  // The old line could still have answered for a chat that was left; the new one never will.
  const moved = state.chat === null ? letGo(lineOf(state, { live: null })) : state
  cancel(turn, 'welcome', 'retry', 'drain', 'probe')
  setTimer(turn, 'stable', BACKOFF.stableMs)
  const { caps, limits, ping, grace, gates, hours = null, modes = TEXT_ONLY, direct = false } = frame
  const online = lineOf(
    {
      ...moved,
      keys: { token: frame.token, device: deviceAfter(state, frame.device) },
      server: { caps, limits, ping, grace, gates, hours, modes, direct },
      challenge: null,
      solving: null,
      error: null,
      hold: null,
    },
    {
      state: 'online',
      live: conn,
      opening: null,
      heard: turn.at,
      probing: false,
      retryAt: null,
      paced: false,
      lapsed: false,
      owed: 0,
    },
  )
  watch(online, turn)
  persist(turn)
  return resume(online.hidden === null ? online : pong(online, turn), turn, frame.resumed)
}

/** A session that goes on names its own identity, which must not take the place of the browser's. */
const deviceAfter = ({ keys: { token, device } }: State, given: string): string =>
  token === null ? given : (device ?? given)

/** Brings the server's idea of us in line with what the person has wanted since the hello. */
function resume(state: State, turn: Turn, resumed: boolean): State {
  const { asked, joined } = state.line
  const chat = state.chat
  const unattached = chat && { ...state, chat: { ...chat, attached: false } }
  const kept = chat && !chat.over && resumed && asked === chat.view.id
  const after = kept && unattached ? unattached : finish(unattached ?? state, turn, 'server_lost')
  const wish = after.phase === 'searching' ? after.wish : null
  if (asked !== null && resumed && !kept) {
    // Left while hello was on its way.
    sayEnd(after, turn, asked)
    return after
  }
  if (wish) return joined === wish.ticket ? after : join(after, turn)
  return joined === null ? after : takeBack(after, turn, joined)
}
