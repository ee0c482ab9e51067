import type { Wish } from '@stranger-chat/core/protocol'
import { offerIn } from '../media/signals.js'
import type { Ticket } from '../ports/backplane.js'
import { foldInterests, foldLanguages } from '../rules/fold.js'
import { poolKey } from '../rules/walls.js'
import type { House } from './house.js'
import type { Session } from './session.js'

/** A wish without what is judged anew at each look. */
export type Wanted = Omit<Ticket, 'relaxed' | 'avoid'>

/** What a wish looks for, as the pool holds it. An offer that isn't in form is left out: its maker makes it at the match (P-CALL-5). */
export function wantedOf({ node, gates, clock, media }: House, session: Session, wish: Wish): Wanted {
  const { identity, claimant, prefixes } = session
  const { ticket, mode, facts } = wish
  const wanted: Wanted = {
    ...claimant,
    id: ticket,
    node,
    identity,
    pool: poolKey({ community: '', ageBand: gates.ageBand(facts), mode, jurisdiction: '' }),
    mode,
    languages: foldLanguages(wish.languages),
    ...foldInterests(wish.interests),
    trust: 0,
    prefixes,
    since: clock.now(),
  }
  return armed(wanted, wish.offer, media)
}

/** The same wish with another offer, if that is in form; with none if not. */
export function armed(wanted: Wanted, data: string | undefined, { policy }: House['media']): Wanted {
  const offer = offerIn(data, wanted.mode, policy)
  return offer === undefined ? unarmed(wanted) : { ...wanted, offer }
}

/** The same wish once it was matched: an offer is used once, or never. */
export function unarmed(wanted: Wanted): Wanted {
  const { offer: _, ...rest } = wanted
  return rest
}
