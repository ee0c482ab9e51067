import { type Claim, remembered, type State, USED } from './state.js'

/** The ticket is over: a late repeat of its join must not bring it back (P-MATCH-5). */
export function retire(state: State, claim: Claim, id: string): void {
  if (!claim.used.includes(id)) claim.used = remembered(claim.used, id, USED)
  if (claim.wish?.id === id) claim.wish = undefined
  if (claim.waiting?.ticket.id === id) unqueue(state, claim)
}

/** Out of the queues, but the wish is remembered with its age: it may come in again. */
export function unqueue(state: State, claim: Claim): void {
  if (claim.waiting === undefined) return
  state.pools.remove(claim.waiting)
  state.sweep.clear(claim.waiting)
  state.offerBytes -= claim.waiting.offerBytes
  claim.waiting = undefined
}
