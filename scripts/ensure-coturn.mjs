import { turnserverPath } from './lib/coturn.mjs'
import { ensure } from './lib/programs.mjs'

// Tests of calls start a TURN server of their own: an installed coturn, or Debian's where this run may install packages.

ensure({
  what: 'coturn',
  find: turnserverPath,
  packages: ['coturn'],
  chosen: ['TURNSERVER'],
  service: 'coturn',
})
