import { type LadderStep, STEPS } from './body.js'
import type { Mode } from './fields.js'

/** The place of a step on the ladder, from 1; 0 for none (P-CONSENT-1). */
export const rankOf = (step: LadderStep | null): number => (step === null ? 0 : STEPS.indexOf(step) + 1)

/** Whether what holds goes as far as this step: each includes those before it. */
export const reaches = (holds: LadderStep | null, step: LadderStep): boolean => rankOf(holds) >= rankOf(step)

/** How far a chat of this mode may go (P-CONSENT-3). */
export const CEILING: Readonly<Record<Mode, LadderStep | null>> = {
  text: null,
  voice: 'voice',
  video: 'clear',
}

/** The step from which on sound and pictures may leave (P-CONSENT-2). */
export const OPENS = { audio: 'voice', video: 'blurred' } as const satisfies Record<string, LadderStep>
