import type { System } from '@stranger-chat/core'

/** The part of core's system that the element uses: its only clock and timers. */
export type Timing = Pick<System, 'now' | 'after'>
