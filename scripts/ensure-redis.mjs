import { ensure } from './lib/programs.mjs'
import { redisPath } from './lib/redis.mjs'

// Tests of the engine on Redis start servers of their own: an installed one, or Debian's where this run may install packages.

ensure({
  what: 'Redis',
  find: redisPath,
  packages: ['redis-server'],
  chosen: ['REDIS_SERVER'],
  service: 'redis-server',
})
