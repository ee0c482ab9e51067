import { CEILING, type ConsentBody, type LadderStep, type Mode, rankOf, STEPS } from '../protocol/index.js'
import type { LadderView } from './types.js'

/** How far each has said to go, in a call: 0 for nowhere, else the place of the step from 1 (P-CONSENT-1). */
export interface Ladder {
  readonly mine: number
  readonly theirs: number
  /** The step they took back or said no to, until either asks again. */
  readonly declined: LadderStep | null
  /** Own steps that aren't in the log yet, oldest first: they count from the moment they are said. */
  readonly said: readonly ConsentBody[]
}

export const GROUND: Ladder = { mine: 0, theirs: 0, declined: null, said: [] }

const stepAt = (place: number): LadderStep | null => STEPS[place - 1] ?? null

/** One entry of the log. To agree takes one side further; to go back takes both back, so that both agree anew. */
export function heard(ladder: Ladder, from: 'me' | 'stranger', { step, on }: ConsentBody): Ladder {
  const place = rankOf(step)
  const who = from === 'me' ? 'mine' : 'theirs'
  if (on) return { ...ladder, [who]: Math.max(ladder[who], place), declined: null }
  const below = { mine: Math.min(ladder.mine, place - 1), theirs: Math.min(ladder.theirs, place - 1) }
  return { ...ladder, ...below, declined: from === 'stranger' && ladder.mine >= place ? step : null }
}

/** Says an own step; it counts at once. */
export const say = (ladder: Ladder, body: ConsentBody): Ladder => ({
  ...ladder,
  said: [...ladder.said, body],
})

/** An own step has its place in the log, or was refused there. */
export function settled(ladder: Ladder, body: ConsentBody, refused: boolean): Ladder {
  const at = ladder.said.findIndex(({ step, on }) => step === body.step && on === body.on)
  const after = at < 0 ? ladder : { ...ladder, said: ladder.said.toSpliced(at, 1) }
  // Taking back needs nobody's leave: it holds here, whatever a server makes of it.
  return refused && body.on ? after : heard(after, 'me', body)
}

/** As it stands now, with what was said and isn't in the log yet. */
const now = (ladder: Ladder): Ladder => ladder.said.reduce((after, body) => heard(after, 'me', body), ladder)

/** The step that holds: as far as both would go, and no further than the chat's mode allows. */
export function holds(ladder: Ladder, mode: Mode): LadderStep | null {
  const { mine, theirs } = now(ladder)
  return stepAt(Math.min(mine, theirs, rankOf(CEILING[mode])))
}

export function ladderView(ladder: Ladder, mode: Mode): LadderView {
  const { mine, theirs, declined } = now(ladder)
  const most = rankOf(CEILING[mode])
  return {
    mine: stepAt(Math.min(mine, most)),
    theirs: stepAt(Math.min(theirs, most)),
    holds: holds(ladder, mode),
    asked: theirs > mine ? stepAt(Math.min(theirs, most)) : null,
    asking: mine > theirs ? stepAt(Math.min(mine, most)) : null,
    declined,
    ceiling: CEILING[mode],
  }
}
