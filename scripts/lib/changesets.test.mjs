import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { undocumented } from './changesets.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stranger-chat-changesets-'))
  git('init', '--quiet', '--initial-branch', 'main')
  write('.changeset/config.json', '{ "baseBranch": "main" }')
  write('packages/tea/package.json', manifest())
  write('packages/tea/src/pot.ts', 'export const pot = 1')
  write('packages/cup/package.json', '{ "name": "@x/cup" }')
  write('packages/cup/src/cup.ts', 'export const cup = 1')
  changeset('first', '@x/tea', '@x/cup')
  commit()
})
afterEach(() => rmSync(root, { recursive: true }))

const git = (...args) =>
  execFileSync(
    'git',
    ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const manifest = (more = {}) => JSON.stringify({ name: '@x/tea', exports: { '.': './dist/pot.js' }, ...more })
const changeset = (file, ...names) =>
  write(`.changeset/${file}.md`, `---\n${names.map((name) => `'${name}': minor\n`).join('')}---\n\nNews.\n`)

function commit() {
  git('add', '--all')
  git('commit', '--quiet', '--message', 'a step')
}
const branch = () => git('switch', '--quiet', '--create', 'work')
const pour = () => write('packages/tea/src/pot.ts', 'export const pot = 2')

/** What `changeset version` leaves behind. */
function release() {
  rmSync(join(root, '.changeset/first.md'))
  write('packages/tea/CHANGELOG.md', '# 1.0.0')
  write('packages/cup/CHANGELOG.md', '# 1.0.0')
}

describe('on the base branch', () => {
  test('pending changesets that name what changed since the last release are enough', () => {
    pour()
    commit()
    expect(undocumented(root)).toEqual([])
  })

  test('what changed after a release is named by nothing any more', () => {
    release()
    commit()
    expect(undocumented(root)).toEqual([])
    pour()
    commit()
    expect(undocumented(root)).toEqual([expect.stringContaining('@x/tea changed since the last release')])
  })

  test('a change that is not committed yet is asked for already', () => {
    pour()
    expect(undocumented(root)).toEqual([expect.stringContaining('packages/tea/src/pot.ts')])
  })

  test('a release that is not committed yet documents itself', () => {
    release()
    write('packages/tea/src/version.ts', "export const VERSION = '1.0.0'")
    expect(undocumented(root)).toEqual([])
  })
})

describe('on a branch', () => {
  beforeEach(branch)

  test('a change needs a changeset of this branch: an older one is about something else', () => {
    pour()
    commit()
    expect(undocumented(root)).toEqual([expect.stringContaining('@x/tea changed on this branch')])
  })

  test('it has to name the package that changed', () => {
    pour()
    changeset('second', '@x/cup')
    commit()
    expect(undocumented(root)).toEqual([expect.stringContaining('@x/tea')])
    changeset('second', '@x/tea')
    expect(undocumented(root)).toEqual([])
  })

  test('a name with `none` says that nobody will notice', () => {
    pour()
    write('.changeset/second.md', "---\n'@x/tea': none\n---\n")
    commit()
    expect(undocumented(root)).toEqual([])
  })

  test('what another branch did meanwhile is not asked of this one', () => {
    git('switch', '--quiet', 'main')
    pour()
    commit()
    git('switch', '--quiet', 'work')
    expect(undocumented(root)).toEqual([])
  })

  test.each([
    ['exports', { exports: { '.': './dist/cup.js' } }],
    ['dependencies', { dependencies: { water: '^1.0.0' } }],
  ])('%s are seen by users', (_, more) => {
    write('packages/tea/package.json', manifest(more))
    commit()
    expect(undocumented(root)).toEqual([expect.stringContaining('packages/tea/package.json')])
  })

  test('tests, their helpers and tools are not', () => {
    write('packages/tea/src/pot.test.ts', '')
    write('packages/tea/src/testing/kettle.ts', '')
    write(
      'packages/tea/package.json',
      manifest({ devDependencies: { kettle: '1.0.0' }, scripts: { test: 'x' } }),
    )
    commit()
    expect(undocumented(root)).toEqual([])
  })

  test('helpers that are exported are', () => {
    write('packages/tea/package.json', manifest({ exports: { './testing': './dist/testing/kettle.js' } }))
    write('packages/tea/src/testing/kettle.ts', '')
    changeset('second', '@x/tea')
    commit()
    git('switch', '--quiet', 'main')
    git('merge', '--quiet', '--ff-only', 'work')
    git('switch', '--quiet', 'work')
    write('packages/tea/src/testing/kettle.ts', 'export {}')
    expect(undocumented(root)).toEqual([expect.stringContaining('kettle.ts')])
  })
})

test('a clone of one branch that knows no base asks for what is pending, and no more', () => {
  branch()
  pour()
  commit()
  git('branch', '--quiet', '--delete', '--force', 'main')
  expect(undocumented(root)).toEqual([])
  rmSync(join(root, '.changeset/first.md'))
  expect(undocumented(root)).toHaveLength(2)
})
