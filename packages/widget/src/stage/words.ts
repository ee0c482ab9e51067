import { type LadderStep, rankOf, reaches, STEPS } from '@stranger-chat/core'
import type { CallEnd, CallView, ChatMedia, LadderView, MediaState } from '@stranger-chat/core/media'
import type { Snapshot } from '../controllers/client.js'
import type { MessageKey } from '../messages.js'

/** Who sees, hears and learns what, before anything begins. Of addresses nothing is said before the server has told. */
export function privacy({ gates, direct }: Snapshot, t: (key: MessageKey) => string): string {
  const address = gates === null ? '' : ` ${t(direct ? 'callDirect' : 'callRelayed')}`
  return t('callPrivate') + address
}

/** How a call ended, in one sentence. */
const ENDS: Readonly<Record<CallEnd, MessageKey>> = {
  hung_up: 'callHungUp',
  they_hung_up: 'callTheyHungUp',
  chat_over: 'callOver',
  replaced: 'callReplaced',
  ice_failed: 'callIceFailed',
  connection_lost: 'callLost',
  turn_unreachable: 'callRelayGone',
  turn_auth: 'callRelayRefused',
  unsupported: 'callEndUnsupported',
}
/** After these a new call makes sense, and after the rest it doesn't. */
const BY_HAND: ReadonlySet<CallEnd> = new Set(['hung_up', 'they_hung_up'])
const FOR_GOOD: ReadonlySet<CallEnd> = new Set(['chat_over', 'replaced', 'unsupported'])

/** Where a call stands, in one sentence; null where the picture says it. */
export function callSentence({ phase, end }: CallView): MessageKey | null {
  if (phase === 'ended') return ENDS[end ?? 'chat_over']
  if (phase === 'connecting') return 'callConnecting'
  if (phase === 'reconnecting') return 'callReconnecting'
  return phase === 'live' ? null : 'callWaiting'
}

/** The button that begins a new call; null where there is none. */
export function againWord({ phase, end }: CallView): MessageKey | null {
  if (phase !== 'ended' || end === null || FOR_GOOD.has(end)) return null
  return BY_HAND.has(end) ? 'callAgain' : 'tryAgain'
}

const CAPITAL: Readonly<Record<LadderStep, 'Voice' | 'Blurred' | 'Clear'>> = {
  voice: 'Voice',
  blurred: 'Blurred',
  clear: 'Clear',
}
/** The sentence or the button about a step: `stepVoice`, `askedClear`. */
export const about = (
  what: 'step' | 'asked' | 'asking' | 'declined' | 'back' | 'holds',
  step: LadderStep,
): MessageKey => `${what}${CAPITAL[step]}`

export const holdsWord = (holds: LadderStep | null): MessageKey =>
  holds ? about('holds', holds) : 'holdsNothing'

/** What holds, or what of one's own is off in spite of it: who hears and sees whom now. */
export function standing({ ladder, local, remote }: MediaState): MessageKey {
  const { holds } = ladder.get()
  const { camera, microphone } = local.get()
  const { audio, video } = remote.get()
  if (holds === null) return 'holdsNothing'
  const unheard = microphone.state !== 'on'
  if (holds === 'voice') return unheard ? 'unheard' : audio ? 'holdsVoice' : 'onlyHeard'
  if (camera.state !== 'on') return unheard ? 'unseenUnheard' : 'unseen'
  return unheard ? 'unheard' : video ? holdsWord(holds) : 'onlySeen'
}

/** The one sentence about the ladder that matters most now; null when there is nothing to say beyond what holds. */
export function ladderSentence(ladder: LadderView): MessageKey | null {
  const { asked, asking, declined } = ladder
  if (asked) return takesVoice(ladder) ? BOTH[asked] : about('asked', asked)
  if (asking) return asking === 'blurred' && takesVoice(ladder) ? 'askingBoth' : about('asking', asking)
  return declined ? about('declined', declined) : null
}

const BOTH = {
  voice: 'askedVoice',
  blurred: 'askedBothBlurred',
  clear: 'askedBothClear',
} as const satisfies Readonly<Record<LadderStep, MessageKey>>

/** A picture is asked for before there is a voice: it would take the voice along. */
export const takesVoice = ({ holds, asked, asking }: LadderView): boolean =>
  holds === null && reaches(asked ?? asking, 'blurred')

/** The step after what holds, as far as the chat's mode goes. */
export function nextStep({ holds, ceiling }: LadderView): LadderStep | null {
  const next = STEPS[rankOf(holds)]
  return next && reaches(ceiling, next) ? next : null
}

/** What one can ask for: the next step, and at the beginning the blurred picture with it. Nobody is seen clearly at once. */
export function nextSteps(ladder: LadderView): readonly LadderStep[] {
  const next = nextStep(ladder)
  if (next === null) return []
  return next === 'voice' && reaches(ladder.ceiling, 'blurred') ? ['voice', 'blurred'] : [next]
}

/** What the stranger's picture is doing, in words; null while it can be seen. */
export function pictureWord(media: ChatMedia): MessageKey | null {
  const { call, ladder, remote } = media.state
  const sentence = callSentence(call.get())
  if (sentence) return sentence
  const { holds } = ladder.get()
  // What holds stands below, unless a question stands there.
  if (!reaches(holds, 'blurred')) return ladderSentence(ladder.get()) ? holdsWord(holds) : null
  return remote.get().video ? null : 'theirPictureOff'
}
