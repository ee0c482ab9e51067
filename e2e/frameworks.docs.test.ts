import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, describe, test } from 'vitest'
import { root } from '../scripts/lib/run.mjs'
import { frameworks, lockOf } from './support/frameworks.ts'

/** What the docs say of frameworks is what the apps do, and their lockfiles fit what we publish. The apps run in `more/`. */

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const lines = (text: string): string => text.replaceAll(/^[ \t]+/gm, '').trim()

/** All that a person wrote of an app. */
function sourceOf(app: string): string {
  const folder = `examples/frameworks/${app}`
  const files = readdirSync(join(root, folder, 'src')).map((file) => `${folder}/src/${file}`)
  const config = readdirSync(join(root, folder)).filter((file) => file.startsWith('vite.config'))
  return lines([...files, ...config.map((file) => `${folder}/${file}`)].map(read).join('\n'))
}

/** The snippets of the section, each with the app that is named last before it. */
const section = /^## In your framework\n(.*?)^## /ms.exec(read('packages/widget/README.md'))?.[1] ?? ''
const snippets = [...section.matchAll(/^```\w+\n(.*?)^```/gms)].map((found) => {
  const named = [...section.slice(0, found.index).matchAll(/examples\/frameworks\/(\w+)\/src/g)]
  return { app: named.at(-1)?.[1] ?? 'react', parts: (found[1] ?? '').split('\n\n') }
})

/** An app's component, without its name and what it imports. */
const afterImports = (app: string): string =>
  read(`examples/frameworks/${app}/src/App.tsx`)
    .replaceAll(new RegExp(app, 'gi'), 'x')
    .replaceAll(/^import .*\n/gm, '')

describe("the README's snippets", () => {
  test('are of every app but Preact, which has that of React', () => {
    const shown = new Set(snippets.map(({ app }) => (app === 'preact' ? 'react' : app)))
    expect([...shown].toSorted()).toEqual(frameworks.filter((app) => app !== 'preact').toSorted())
    expect(afterImports('preact')).toBe(afterImports('react'))
  })

  test.each(snippets.flatMap(({ app, parts }) => parts.map((part) => [app, lines(part)] as const)))(
    'stand in the %s app: %s',
    (app, part) => {
      expect(sourceOf(app === 'preact' ? 'react' : app)).toContain(part)
    },
  )
})

test('the list of the apps names each', () => {
  const listed = [...read('examples/frameworks/README.md').matchAll(/^\| \[(\w+)\]/gm)].map(
    ([, name]) => name,
  )
  expect(new Set(listed)).toEqual(new Set(frameworks))
})

describe.each(frameworks)('the lockfile of %s', (app) => {
  const { packages } = lockOf(app)
  const entries = Object.entries(packages).filter(([path]) => path !== '')
  const isOurs = (path: string): boolean => path.startsWith('node_modules/@stranger-chat/')

  test('names no registry, and pins everything but our own by its hash', () => {
    const addressed = entries.filter(([path, { resolved }]) => !isOurs(path) && resolved !== undefined)
    expect(addressed).toEqual([])
    const loose = entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)
    expect(loose).toEqual(['node_modules/@stranger-chat/core', 'node_modules/@stranger-chat/widget'])
  })

  test.each(['core', 'widget'])(
    'knows what %s depends on: else run examples/frameworks/relock.mjs',
    (name) => {
      const { version, dependencies = {} } = JSON.parse(read(`packages/${name}/package.json`)) as {
        readonly version: string
        readonly dependencies?: Readonly<Record<string, string>>
      }
      const published = Object.entries(dependencies).map(([dependency, range]) => [
        dependency,
        range === 'workspace:^' ? `^${version}` : range,
      ])
      expect(packages[`node_modules/@stranger-chat/${name}`]).toMatchObject({ version })
      expect(packages[`node_modules/@stranger-chat/${name}`]?.dependencies ?? {}).toEqual(
        Object.fromEntries(published),
      )
    },
  )
})
