import { spawnSync } from 'node:child_process'
import { ensure } from './lib/programs.mjs'
import { redisPath } from './lib/redis.mjs'

// Tests of the engine on Redis start servers of their own: an installed one, or Debian's where this run may install packages.

ensure({
  what: 'Redis',
  find: redisPath,
  packages: ['redis-server'],
  chosen: ['REDIS_SERVER'],
  // Debian's package starts a server where there is a systemd; a service that is masked never starts.
  before: () => {
    const masked = spawnSync('systemctl', ['mask', 'redis-server.service'], { stdio: 'ignore' }).status === 0
    if (masked) console.log('Its service stays off; `systemctl unmask redis-server` lets it run.')
  },
})
