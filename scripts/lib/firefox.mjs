import { programPath } from './programs.mjs'

/** The path of an installed Firefox: FIREFOX_PATH, else the first on PATH; undefined when there is none. */
export function firefoxPath() {
  return programPath('FIREFOX_PATH', ['firefox-esr', 'firefox'])
}
