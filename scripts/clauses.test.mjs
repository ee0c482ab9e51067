import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from './lib/run.mjs'

// Code and tests cite the specification by clause; this keeps the citations true.

const spec = readFileSync(`${root}/packages/core/PROTOCOL.md`, 'utf8')
const clauses = new Map(
  spec
    .split(/^## (?=P-)/m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf(':')), [...part.matchAll(/^(\d+)\. /gm)].length]),
)
const CITATION = /\b(P-[A-Z]+)(?:-(\d+))?\b/g

const files = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', '*.ts', '*.mjs', '*.md', '*.js', '*.c'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((name) => name && !name.startsWith('scripts/'))

const cited = files.flatMap((name) =>
  [...readFileSync(`${root}/${name}`, 'utf8').matchAll(CITATION)].map(([text, group, number]) => ({
    name,
    text,
    group,
    number,
  })),
)

describe('clauses of PROTOCOL.md', () => {
  it('every citation names one that exists', () => {
    const dangling = cited.filter(
      ({ group, number }) => !clauses.has(group) || Number(number ?? 1) > clauses.get(group),
    )
    expect(dangling.map(({ name, text }) => `${name}: ${text}`)).toEqual([])
  })

  it('every group is cited by a test', () => {
    const tested = new Set(
      cited.filter(({ name }) => /\.test\.|\/testing\//.test(name)).map(({ group }) => group),
    )
    expect([...clauses.keys()].filter((group) => !tested.has(group))).toEqual([])
  })
})
