export { createRedisBackplane, REDIS_LIMITS, type RedisBackplaneOptions } from './backplane.js'
export type { RedisLimits } from './engine.js'
export { RedisError } from './link.js'
