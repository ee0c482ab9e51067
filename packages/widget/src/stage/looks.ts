import type { MessageKey } from '../messages.js'

/** What a camera that shows nothing is told by. */
export const LOOKS = { covered: 'lookCovered', frozen: 'lookFrozen' } as const satisfies Record<
  string,
  MessageKey
>
