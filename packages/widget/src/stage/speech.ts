import { reaches } from '@stranger-chat/core'
import type { CallView, LadderView, MediaState } from '@stranger-chat/core/media'
import type { MessageKey } from '../messages.js'
import { callSentence, holdsWord, ladderSentence } from './words.js'

/** Says it, unless it is no longer so by then. */
type Say = (key: MessageKey, still?: () => boolean) => void

/** What is said aloud of a call: what the stranger asks and answers, what holds now, and how the call fares. */
export class CallSpeech {
  readonly #say: Say
  #call: CallView
  #ladder: LadderView

  /** What there is already is no news. */
  constructor({ call, ladder }: MediaState, say: Say) {
    this.#call = call.get()
    this.#ladder = ladder.get()
    this.#say = say
  }

  called(call: CallView): void {
    const before = this.#call
    this.#call = call
    if (before.phase === call.phase && before.end === call.end) return
    // The end of the chat has its own sentence.
    if (call.phase === 'ended' && call.end === 'chat_over') return
    if (call.phase === 'live') this.#say('callLive')
    else if (call.phase === 'reconnecting' || call.phase === 'ended') {
      const sentence = callSentence(call)
      if (sentence) this.#say(sentence)
    }
  }

  stepped(ladder: LadderView): void {
    const before = this.#ladder
    this.#ladder = ladder
    if (before.holds !== ladder.holds && (ladder.holds !== null || reaches(before.holds, 'voice')))
      this.#say(holdsWord(ladder.holds), () => this.#ladder.holds === ladder.holds && !this.#isOver)
    const sentence = ladderSentence(ladder)
    if (sentence && sentence !== ladderSentence(before))
      this.#say(sentence, () => ladderSentence(this.#ladder) === sentence)
  }

  /** The end of a call has its own sentence; that nothing holds any more is no news then. */
  get #isOver(): boolean {
    return this.#call.phase === 'ended' || this.#call.phase === 'none'
  }
}
