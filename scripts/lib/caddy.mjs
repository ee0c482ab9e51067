import { programPath } from './programs.mjs'

/** The path of an installed Caddy: CADDY_PATH, else the first on PATH or where packages put it; undefined when there is none. */
export function caddyProgram() {
  return programPath('CADDY_PATH', ['caddy'], ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'])
}
