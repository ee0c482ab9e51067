import type { Link } from '../redis/link.js'

/** How often calls go astray, in [0, 1]: on the way there, which changes nothing, or on the way back. */
export interface Faults {
  there: number
  back: number
}

/** A connection on which calls go astray, for tests. */
export function faulty(link: Link, faults: Faults, unit: () => number): Link {
  return {
    ...link,
    send: async (key, args) => {
      if (unit() < faults.there) throw new Error('The call got lost.')
      const answer = await link.send(key, args)
      if (unit() < faults.back) throw new Error('The answer got lost.')
      return answer
    },
  }
}
