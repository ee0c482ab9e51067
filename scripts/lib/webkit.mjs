import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { programPath } from './programs.mjs'

const LIB = '/usr/lib'

/** Where WebKitGTK's little browser lies: beside its library, off the path (`/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1`). */
function libraries() {
  if (!existsSync(LIB)) return []
  const machines = readdirSync(LIB).filter((name) => name.endsWith('-linux-gnu'))
  return [LIB, ...machines.map((name) => join(LIB, name))].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.startsWith('webkit2gtk-4.') || name.startsWith('webkitgtk-6.'))
      .map((name) => join(folder, name)),
  )
}

/** The programs that WebKitGTK is tested by: its driver, its browser, a screen for it. Undefined when one of them is missing. */
export function webkitPrograms() {
  const driver = programPath('WEBKIT_DRIVER', ['WebKitWebDriver'])
  const browser = programPath('WEBKIT_BROWSER', ['MiniBrowser'], libraries())
  const screen = programPath('XVFB', ['Xvfb'])
  return driver && browser && screen ? { driver, browser, screen } : undefined
}
