import { spawnSync } from 'node:child_process'
import { caddyProgram } from './lib/caddy.mjs'
import { ensure } from './lib/programs.mjs'

// The rolling restart is tried behind a real Caddy: an installed one, or Debian's where this run may install packages.

ensure({
  what: 'Caddy',
  find: caddyProgram,
  packages: ['caddy'],
  chosen: ['CADDY_PATH'],
  // Debian's package starts a server on port 80 where there is a systemd; a service that is masked never starts.
  before: () => {
    const masked = spawnSync('systemctl', ['mask', 'caddy.service'], { stdio: 'ignore' }).status === 0
    if (masked) console.log('Its service stays off; `systemctl unmask caddy` lets it run.')
  },
})
