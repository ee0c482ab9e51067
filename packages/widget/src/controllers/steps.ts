import type { Phase } from '@stranger-chat/core'

/** `leave` the search, `arm` (ask "Really?"), `end` the chat, look for somebody `again`. */
export type Step = 'leave' | 'arm' | 'end' | 'again'

/** What Esc, and the button beside the composer, do next; null leaves Esc to the host page. */
const STEPS: Readonly<Record<Phase, { readonly calm: Step | null; readonly armed: Step | null }>> = {
  idle: { calm: null, armed: null },
  searching: { calm: 'leave', armed: 'leave' },
  chatting: { calm: 'arm', armed: 'end' },
  ended: { calm: 'again', armed: 'again' },
}

export const nextStep = (phase: Phase, armed: boolean): Step | null => STEPS[phase][armed ? 'armed' : 'calm']

/** "Really?" goes back to "Stop" after this time, in ms. */
export const DISARM_MS = 5_000
/** A press this soon after the stranger ended the chat was meant for the chat, not for the next one; in ms. */
export const STALE_PRESS_MS = 600
