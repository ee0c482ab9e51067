import { chromiumPath } from './lib/chromium.mjs'
import { installPackages } from './lib/programs.mjs'

// Browser tests need a Chromium: an installed one, or Debian's where this run may install packages.

function fail(line) {
  console.error(line)
  process.exit(1)
}

if (process.env.CHROME_PATH && !chromiumPath()) {
  fail(`CHROME_PATH names ${process.env.CHROME_PATH}, which does not exist: correct or unset it.`)
}
if (!chromiumPath() && process.platform === 'linux' && process.getuid() === 0) {
  console.log('No Chromium found: installing the system package (about a minute) …')
  installPackages('chromium', 'fonts-dejavu-core')
}
if (!chromiumPath()) {
  fail('No Chromium found: install the `chromium` package or Google Chrome, or set CHROME_PATH to a browser.')
}
console.log(chromiumPath())
