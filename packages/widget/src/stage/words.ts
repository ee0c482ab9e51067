import type { LadderStep } from '@stranger-chat/core'
import type { CallEnd, CallView, ChatMedia, LadderView } from '@stranger-chat/core/media'
import type { MessageKey } from '../messages.js'

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

/** The one sentence about the ladder that matters most now; null when there is nothing to say beyond what holds. */
export function ladderSentence({ asked, asking, declined }: LadderView): MessageKey | null {
  if (asked) return about('asked', asked)
  if (asking) return about('asking', asking)
  return declined ? about('declined', declined) : null
}

const STEPS: readonly LadderStep[] = ['voice', 'blurred', 'clear']
const rank = (step: LadderStep | null): number => (step === null ? 0 : STEPS.indexOf(step) + 1)

/** The step after what holds, as far as the chat's mode goes. */
export function nextStep({ holds, ceiling }: LadderView): LadderStep | null {
  const next = STEPS[rank(holds)]
  return next && rank(next) <= rank(ceiling) ? next : null
}

/** Whether a step's pictures or sounds may pass. */
export const reaches = (holds: LadderStep | null, step: LadderStep): boolean => rank(holds) >= rank(step)

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
