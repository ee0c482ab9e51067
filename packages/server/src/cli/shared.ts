import { type Config, isDatabase, isKeyFile, isRedis } from './config.js'
import { listIn, textIn } from './options.js'
import type { Environment, Settings } from './settings.js'
import { Trouble } from './trouble.js'

/** The settings of what several servers share, as options, environment and config file give them. */
type SharedSettings = Pick<Settings, 'redis' | 'redisPersists' | 'postgres' | 'keys'>

interface Given {
  readonly redis?: readonly string[] | undefined
  readonly 'redis-persists'?: boolean | undefined
  readonly postgres?: string | undefined
  readonly database?: string | undefined
  readonly keys?: string | undefined
}

/** Of options: `database` is what `postgres` was called first. */
export const SHARED = {
  redis: { type: 'string', multiple: true },
  'redis-persists': { type: 'boolean' },
  postgres: { type: 'string' },
  database: { type: 'string' },
  keys: { type: 'string' },
} as const

/** @throws Trouble for what can't be, in one sentence. An address may hold a password, so none is repeated. */
export function sharedSettings(given: Given, env: Environment, config: Config): SharedSettings {
  const redis = given.redis ?? listIn(env['STRANGER_CHAT_REDIS']) ?? config.redis
  const persists =
    given['redis-persists'] ?? yesIn('STRANGER_CHAT_REDIS_PERSISTS', env) ?? config.redisPersists
  const inEnvironment = textIn(env['STRANGER_CHAT_POSTGRES']) ?? textIn(env['STRANGER_CHAT_DATABASE'])
  const postgres = given.postgres ?? given.database ?? inEnvironment ?? config.postgres ?? config.database
  const keys = given.keys ?? textIn(env['STRANGER_CHAT_KEYS']) ?? config.keys
  if (redis?.every(isRedis) === false)
    throw new Trouble(2, 'A Redis must be an address such as redis://user:password@host:6379.')
  if (postgres !== undefined && !isDatabase(postgres))
    throw new Trouble(2, 'The database must be an address such as postgres://user@host/name.')
  if (keys !== undefined && !isKeyFile(keys))
    throw new Trouble(2, 'The file of keys must be called something.json: --keys FILE')
  if (persists === true && redis === undefined)
    throw new Trouble(2, '--redis-persists goes with: --redis URL')
  return {
    ...(redis === undefined || redis.length === 0 ? {} : { redis }),
    ...(persists === undefined ? {} : { redisPersists: persists }),
    ...(postgres === undefined ? {} : { postgres }),
    ...(keys === undefined ? {} : { keys }),
  }
}

/** @throws Trouble for a variable that is neither yes nor no */
export function yesIn(name: string, env: Environment): boolean | undefined {
  const value = textIn(env[name])
  if (value === undefined) return undefined
  if (value === '1' || value === 'true') return true
  if (value === '0' || value === 'false') return false
  throw new Trouble(2, `${name} is "${value.slice(0, 40)}". Set it to 1 or 0.`)
}
