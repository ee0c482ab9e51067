import { caddyProgram } from './lib/caddy.mjs'
import { ensure } from './lib/programs.mjs'

// A real Caddy reads its configuration and stands before a rolling restart: an installed one, or Debian's where this run may install packages.

ensure({
  what: 'Caddy',
  find: caddyProgram,
  packages: ['caddy'],
  chosen: ['CADDY_PATH'],
  service: 'caddy',
})
