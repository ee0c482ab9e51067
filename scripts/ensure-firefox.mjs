import { firefoxPath } from './lib/firefox.mjs'
import { ensure } from './lib/programs.mjs'

// Slow tests look at the element in Firefox too: an installed one, or Debian's where this run may install packages.

ensure({ what: 'Firefox', find: firefoxPath, packages: ['firefox-esr'], chosen: ['FIREFOX_PATH'] })
