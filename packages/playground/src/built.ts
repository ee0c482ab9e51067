import type { Facts } from './facts.ts'

/** Put in by the build. */
declare const FACTS: Facts

export const facts: Facts = FACTS
