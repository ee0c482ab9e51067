import { ensure } from './lib/programs.mjs'
import { webkitPrograms } from './lib/webkit.mjs'

// Slow tests look at the element in WebKit too: an installed WebKitGTK, or Debian's where this run may install packages.

ensure({
  what: 'WebKitGTK with its driver and a screen for it',
  find: webkitPrograms,
  packages: ['webkit2gtk-driver', 'xvfb'],
  chosen: ['WEBKIT_DRIVER', 'WEBKIT_BROWSER', 'XVFB'],
})
