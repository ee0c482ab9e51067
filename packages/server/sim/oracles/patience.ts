import { GRACE } from '../../src/session/house.js'
import type { MakeOracle } from '../world.js'

/** After the grace: a word that got lost, until the next look at the record; a store that takes its time, ms. */
const LATE_MS = 40_000

/**
 * P-GRACE-1: whoever is there waits no longer for the other than its grace. It begins anew where whoever waits moves, and where
 * the server of the other is gone: then it is the shorter one, as nobody knows what the other's page had said.
 */
export const patience: MakeOracle = (world) => {
  const name = 'P-GRACE patience'
  const { away = GRACE.away, hidden = GRACE.hidden } = world.server.grace ?? {}
  return {
    name,
    ended({ id, members, presence, isForgotten }, { body }) {
      if (body.kind !== 'end' || body.reason !== 'lost' || isForgotten || world.mayLose) return
      const gone = members.find(({ seat }) => presence.get(seat)?.present === false)
      const rest = members.filter((member) => member !== gone)
      if (gone === undefined || !rest.every(({ seat }) => presence.get(seat)?.present === true)) return
      const lostAt = world.store.lostAt(gone.sid)
      const since = [gone, ...rest].map(({ seat }) => presence.get(seat)?.since ?? 0)
      const waited = world.timeline.now - Math.max(...since, lostAt ?? 0)
      if (waited > (lostAt === undefined ? hidden : away) + LATE_MS)
        world.fail(name, `Somebody in ${id} waited ${waited} ms for somebody who was gone.`)
    },
  }
}
