import { programPath } from './programs.mjs'

/** The path of an installed Redis: REDIS_SERVER, else the first on PATH or where packages put it; undefined when there is none. */
export function redisPath() {
  return programPath('REDIS_SERVER', ['redis-server'], ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'])
}
