import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Which packages changed for their users, and which of them a changeset names. Two questions, since neither is enough:
//   since the branch left the base branch, has something been written for what changed? And since the last release, is
//   everything that changed named by what is still pending?
// The first has no answer on the base branch itself or in a clone without it; the second needs no more than the files.

const git = (root, ...args) =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })

function attempt(ask) {
  try {
    return ask()
  } catch {
    return null
  }
}

const lines = (text) => text.split('\0').filter(Boolean)
const readJson = (text) => attempt(() => JSON.parse(text)) ?? {}

/** Where this branch left the base branch, by what of it this clone knows; on that branch itself, its newest commit. */
function branchPoint(root) {
  const { baseBranch } = readJson(readFileSync(join(root, '.changeset/config.json'), 'utf8'))
  for (const ref of [`origin/${baseBranch}`, baseBranch]) {
    const commit = attempt(() => git(root, 'merge-base', 'HEAD', ref).trim())
    if (commit) return commit
  }
  return null
}

/** The last release is what last wrote a CHANGELOG.md; before the first one everything is new. */
const lastRelease = (root) =>
  attempt(() => git(root, 'log', '-1', '--format=%H', '--', 'packages/*/CHANGELOG.md').trim()) ||
  git(root, 'hash-object', '-t', 'tree', '/dev/null').trim()

/** Whatever differs from then, committed or not. */
const changedSince = (root, commit) => [
  ...lines(git(root, 'diff', '--name-only', '--no-renames', '-z', commit, '--')),
  ...lines(git(root, 'ls-files', '--others', '--exclude-standard', '-z')),
]

/** What of a package.json reaches those who install it. */
const FIELDS = [
  'exports',
  'bin',
  'files',
  'engines',
  'sideEffects',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
]
const reaching = (manifest) => JSON.stringify(FIELDS.map((field) => manifest[field]))

const TEST = /\.test(-d)?\.[cm]?tsx?$|\.docs\.ts$/

/** The folders of a package whose files are published, in some form. */
function isSource(file, folder, { exports = {} }) {
  if (!file.startsWith(`${folder}/src/`) && !file.startsWith(`${folder}/conformance/`)) return false
  const helper = /\/testing\//.test(file) && !exports['./testing']
  return !TEST.test(file) && !helper
}

/** Published packages of the workspace: `{ name, folder, manifest }`. */
function published(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: readJson(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => !manifest.private)
    .map((one) => ({ ...one, name: one.manifest.name }))
}

/** The names in the front matter of a changeset; a bump of `none` says that users notice nothing. */
const namesIn = (text) =>
  [...(/^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '').matchAll(/^\s*['"]?([^'":\s]+)['"]?\s*:/gm)].map(
    ([, name]) => name,
  )

/** Pending changesets: path and the packages that each names. */
const pending = (root) =>
  readdirSync(join(root, '.changeset'))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => ({
      file: `.changeset/${file}`,
      names: namesIn(readFileSync(join(root, '.changeset', file), 'utf8')),
    }))

/** What of each package changed since a commit, one file to show for it, and nothing if a release wrote that down. */
function changes(root, commit, files) {
  const found = []
  for (const { name, folder, manifest } of published(root)) {
    if (files.includes(`${folder}/CHANGELOG.md`)) continue
    const source = files.find((file) => isSource(file, folder, manifest))
    const before = readJson(attempt(() => git(root, 'show', `${commit}:${folder}/package.json`)))
    const file = source ?? (reaching(before) === reaching(manifest) ? undefined : `${folder}/package.json`)
    if (file) found.push({ name, file })
  }
  return found
}

/** Sentences about what changed and no changeset names; none when all is well. */
export function undocumented(root) {
  const all = pending(root)
  const sentences = []

  const base = branchPoint(root)
  const files = base ? changedSince(root, base) : []
  const written = all.filter(({ file }) => files.includes(file)).flatMap(({ names }) => names)
  for (const { name, file } of base ? changes(root, base, files) : []) {
    if (written.includes(name)) continue
    sentences.push(`${name} changed on this branch (${file}), and no changeset written on it names it.`)
  }

  const release = lastRelease(root)
  const named = all.flatMap(({ names }) => names)
  for (const { name, file } of changes(root, release, changedSince(root, release))) {
    if (named.includes(name) || sentences.some((sentence) => sentence.startsWith(`${name} `))) continue
    sentences.push(`${name} changed since the last release (${file}), and no pending changeset names it.`)
  }
  return sentences
}
