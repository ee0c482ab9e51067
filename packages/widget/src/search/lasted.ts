import type { View } from '../view.js'

/** A search that lasts this long has more to say; in ms. */
const PATIENT_MS = 10_000
/** Fewer waiting people than this are nobody's business. */
export const CROWD = 10

/** How long the person has been searching. After a reload only the client knows. */
export const lasted = ({ flow, state, now }: Pick<View, 'flow' | 'state' | 'now'>): number =>
  now - (flow.since ?? state.search?.since ?? now)

/** What has given way by itself, and is worth a word: whoever named no interests misses nothing. */
export function relaxed({ state }: Pick<View, 'state'>): readonly ('interests' | 'languages')[] {
  const { relaxed: given = [], interests = [] } = state.search ?? {}
  return (['interests', 'languages'] as const).filter(
    (fact) => given.includes(fact) && (fact !== 'interests' || interests.length > 0),
  )
}

/** Whether a search has more to say than that it goes on: in words that are fetched for it. */
export const hasMore = (view: View): boolean =>
  view.state.search !== null &&
  (lasted(view) >= PATIENT_MS ||
    view.state.search.reason !== null ||
    (view.state.search.waiting ?? 0) >= CROWD ||
    relaxed(view).length > 0)
