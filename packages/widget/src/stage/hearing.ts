import { OPENS, reaches } from '@stranger-chat/core'
import type { ChatMedia } from '@stranger-chat/core/media'
import type { CallingHost } from '../controllers/calling.js'
import { LOOKS } from './looks.js'
import { problems, problemWords } from './problems.js'
import type { MessageKey } from '../messages.js'
import type { CallRoom } from './room.js'
import { CallSpeech } from './speech.js'

/**
 * Hears what a media tells. The pictures follow in the same turn, before anything is said, told to the page or rendered.
 * Gives the ways to stop hearing it.
 */
export function hear(media: ChatMedia, room: CallRoom, host: CallingHost): (() => void)[] {
  const { state } = media
  const offs: (() => void)[] = []
  let bound = false
  const on = <T>(
    store: { readonly subscribe: (listener: (value: T) => void) => () => void },
    heard: (value: T) => void,
  ): void => {
    const off = store.subscribe((value) => {
      // A store tells its value at once; only what comes later is a change.
      if (!bound) return
      room.sync()
      heard(value)
      host.requestUpdate()
    })
    offs.push(off)
  }

  const say = (key: MessageKey, still: () => boolean = () => true): void =>
    host.speak(() => (still() ? host.words.t(key) : ''))
  const speech = new CallSpeech(state, say)
  let { phase, end } = state.call.get()
  on(state.call, (call) => {
    speech.called(call)
    room.freeing.moved()
    if (call.phase === phase && call.end === end) return
    ;({ phase, end } = call)
    host.emit('sc-call', { phase, end })
  })
  let { holds, asked } = state.ladder.get()
  on(state.ladder, (ladder) => {
    speech.stepped(ladder)
    if (ladder.holds !== holds || ladder.asked !== asked) room.pause.begin()
    ;({ asked } = ladder)
    if (ladder.holds === holds) return
    ;({ holds } = ladder)
    host.emit('sc-consent', { holds })
  })
  let { audio, video } = state.remote.get()
  on(state.remote, (remote) => {
    if (audio && !remote.audio) host.speak(() => theirOff('audio', media, host))
    if (video && !remote.video) host.speak(() => theirOff('video', media, host))
    ;({ audio, video } = remote)
  })
  let { look } = state.local.get()
  let known = problems(state.local.get(), 'video')
  on(state.local, (local) => {
    room.freeing.moved()
    if (local.look && local.look !== look) say(LOOKS[local.look])
    ;({ look } = local)
    const found = problems(local, 'video')
    // Both devices fail one after the other, and are told of together.
    if (found.length > known.length)
      host.speak(() =>
        known.length > found.length ? '' : (problemWords(found, host.words)?.join(' ') ?? ''),
      )
    for (const { code, device } of found)
      if (!known.some((one) => one.code === code && one.device === device))
        host.emit('sc-media-error', { code, device })
    known = found
  })
  const shown = (): void => {
    if (document.visibilityState === 'visible') void media.refresh()
  }
  document.addEventListener('visibilitychange', shown)
  offs.push(() => document.removeEventListener('visibilitychange', shown))
  bound = true
  return offs
}

/**
 * What they turned off themselves while the call goes on, in words. Judged when it is said: a step back is told after what it
 * takes away, and has words of its own.
 */
function theirOff(what: 'audio' | 'video', { state }: ChatMedia, { words, client }: CallingHost): string {
  const goesOn = state.call.get().phase === 'live' && client?.state.phase.get() === 'chatting'
  const may = reaches(state.ladder.get().holds, OPENS[what])
  if (!goesOn || !may || state.remote.get()[what]) return ''
  return words.t(what === 'audio' ? 'theirSoundOff' : 'theirPictureOff')
}
