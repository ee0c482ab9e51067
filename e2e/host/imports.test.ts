import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** Law 10: whoever imports a package, in Node and without stand-ins for a browser, hears nothing of it. */

const PACKAGES = ['core', 'widget', 'server', 'check']

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const folder = (name: string): string => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url))

/** What a script tag or a worker loads is for browsers alone. */
const FOR_BROWSERS = /^\.\/(cdn|assets)\//

/** Every name a program can import, with what a `*` stands for filled in from the files that are there. */
function entries(name: string, { exports, name: full }: Manifest): string[] {
  return Object.entries(exports).flatMap(([path, target]) => {
    const file = typeof target === 'string' ? target : target.default
    if (!file.endsWith('.js') || FOR_BROWSERS.test(path)) return []
    const [before = '', after] = file.split('*')
    if (after === undefined) return [full + path.slice(1)]
    const inside = readdirSync(`${folder(name)}/${before}`, { recursive: true, encoding: 'utf8' })
    const found = inside.filter((one) => one.endsWith(after))
    return found.map((one) => full + path.slice(1).replace('*', one.slice(0, -after.length)))
  })
}

/** Lit brings stand-ins of its own for what a browser has: they are there before. So are the pipes, which Node opens when one looks. */
const look = (entry: string, lit: boolean): string => `
  ${lit ? `await import('lit')` : ''}
  const names = () => new Set(Object.getOwnPropertyNames(globalThis))
  const kept = () => process.getActiveResourcesInfo().sort().join()
  const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)].join(' ')).sort()
  void [process.stdout, process.stderr]
  const [before, held, heard] = [names(), kept(), listeners().join()]
  await import('${entry}')
  const found = {
    globals: [...names().difference(before)],
    handles: kept() === held ? '' : kept(),
    listeners: listeners().join() === heard ? '' : listeners().join(),
  }
  console.log(JSON.stringify(found))`

for (const name of PACKAGES) {
  const manifest = JSON.parse(readFileSync(`${folder(name)}/package.json`, 'utf8')) as Manifest
  describe(manifest.name, () => {
    for (const entry of entries(name, manifest)) {
      test(`importing ${entry} says nothing, makes no global and keeps no process alive`, () => {
        const lit = manifest.dependencies?.['lit'] !== undefined
        const { stdout, stderr, signal } = spawnSync(
          process.execPath,
          ['--input-type=module', '--eval', look(entry, lit)],
          // It has to end by itself: one that is stopped has a signal.
          { cwd: folder(name), encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'pipe'] },
        )
        expect(stderr).toBe('')
        expect(signal).toBeNull()
        expect(stdout.split('\n')).toEqual([JSON.stringify({ globals: [], handles: '', listeners: '' }), ''])
      })
    }
  })
}

test('the packages have the entries that their READMEs speak of', () => {
  const all = PACKAGES.flatMap((name) =>
    entries(name, JSON.parse(readFileSync(`${folder(name)}/package.json`, 'utf8')) as Manifest),
  )
  for (const one of ['core/protocol', 'widget/define.js', 'widget/moderator', 'server/node', 'check'])
    expect(all).toContain(`@stranger-chat/${one}`)
})
