import { programPath } from './programs.mjs'

/** The path of an installed coturn: TURNSERVER, else the first on PATH or where packages put it; undefined when there is none. */
export function turnserverPath() {
  return programPath('TURNSERVER', ['turnserver'], ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'])
}
