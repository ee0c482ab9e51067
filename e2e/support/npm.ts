import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Scripts } from './site.ts'

/** The npm build as a bundler would lay it out for a browser: file by file, and one map for the names. */

const ours = (name: string): string => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url))
const lit = createRequire(`${ours('widget')}/package.json`).resolve('lit')

/** Lit's parts as Lit itself finds them: `exports` hides their package.json, so the folder is read off the main file. */
function part(name: string): string {
  const main = createRequire(lit).resolve(name)
  const inside = `/node_modules/${name}`
  return main.slice(0, main.lastIndexOf(`${inside}/`) + inside.length)
}

const FOLDERS: Readonly<Record<string, string>> = {
  '@stranger-chat/widget': ours('widget'),
  '@stranger-chat/core': ours('core'),
  lit: part('lit'),
  'lit-html': part('lit-html'),
  'lit-element': part('lit-element'),
  '@lit/reactive-element': part('@lit/reactive-element'),
}

interface Entry {
  readonly browser?: string | { readonly default: string }
  readonly default?: string
}

/** What a browser takes of one entry of a package's `exports`, in production. */
function target(entry: string | Entry): string {
  if (typeof entry === 'string') return entry
  const { browser = entry.default } = entry
  return (typeof browser === 'object' ? browser.default : browser) ?? ''
}

function importMap(): string {
  const imports: Record<string, string> = {}
  for (const [name, folder] of Object.entries(FOLDERS)) {
    const text = readFileSync(`${folder}/package.json`, 'utf8')
    const { exports } = JSON.parse(text) as { readonly exports: Readonly<Record<string, string | Entry>> }
    for (const [path, entry] of Object.entries(exports)) {
      const file = target(entry)
      if (file.endsWith('.js') && !path.includes('*'))
        imports[name + path.slice(1)] = `/npm/${name}/${file.slice(2)}`
    }
  }
  return JSON.stringify({ imports })
}

const map = importMap()

export const npmBuild: {
  /** For the page's head, before any script. */
  readonly map: string
  /** By which a page's policy allows it: a map can't be a file. */
  readonly hash: string
  readonly scripts: Scripts
} = {
  map: `<script type="importmap">${map}</script>`,
  hash: `'sha256-${createHash('sha256').update(map).digest('base64')}'`,
  scripts: (path) => {
    const name = Object.keys(FOLDERS).find((one) => path.startsWith(`/npm/${one}/`))
    return name && readFileSync(`${FOLDERS[name]}${path.slice(`/npm/${name}`.length)}`, 'utf8')
  },
}
