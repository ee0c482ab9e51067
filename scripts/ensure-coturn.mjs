import { spawnSync } from 'node:child_process'
import { turnserverPath } from './lib/coturn.mjs'
import { ensure } from './lib/programs.mjs'

// Tests of calls start a TURN server of their own: an installed coturn, or Debian's where this run may install packages.

ensure({
  what: 'coturn',
  find: turnserverPath,
  packages: ['coturn'],
  chosen: ['TURNSERVER'],
  // Debian's package starts a relay for the whole network where there is a systemd; a service that is masked never starts.
  before: () => {
    const masked = spawnSync('systemctl', ['mask', 'coturn.service'], { stdio: 'ignore' }).status === 0
    if (masked) console.log('Its service stays off; `systemctl unmask coturn` lets it run.')
  },
})
