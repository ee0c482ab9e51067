import { caddyProgram } from './lib/caddy.mjs'
import { ensure } from './lib/programs.mjs'

// The rolling restart is tried behind a real Caddy: an installed one, or Debian's where this run may install packages.

ensure({
  what: 'Caddy',
  find: caddyProgram,
  packages: ['caddy'],
  chosen: ['CADDY_PATH'],
  service: 'caddy',
})
