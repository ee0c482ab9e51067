import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { entriesOf } from './entries.mjs'
import { apiReport } from './report.mjs'

let folder
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stranger-chat-api-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** The report of a package with these built files. */
function reportOf(files, exports = { '.': { types: './dist/index.d.ts' } }) {
  const all = {
    'package.json': JSON.stringify({ name: 'tea', version: '1.2.3', type: 'module', exports }),
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return apiReport(entriesOf(folder))
}

// The compiler reads the platform's own declarations for each of them.
describe('the report of what a package exports', { timeout: 30_000 }, () => {
  test('is sorted and has no comments, so that order and prose change nothing', () => {
    const one = reportOf({ 'dist/index.d.ts': 'export type B = 1;\n/** First. */\nexport type A = 2;' })
    const other = reportOf({ 'dist/index.d.ts': 'export type A = 2;\nexport type B = 1; // last' })
    expect(one).toBe(other)
    expect(one).toContain('type A = 2\ntype B = 1\n')
  })

  test('changes when a type does that is exported nowhere but named by one that is', () => {
    const index = "import type { Leaf } from './leaf.js';\nexport declare function brew(leaf: Leaf): void;"
    const before = reportOf({
      'dist/index.d.ts': index,
      'dist/leaf.d.ts': 'export interface Leaf { green: boolean }',
    })
    const after = reportOf({
      'dist/index.d.ts': index,
      'dist/leaf.d.ts': 'export interface Leaf { green: string }',
    })
    expect(before).toContain('green: boolean')
    expect(after).not.toBe(before)
  })

  test('leaves out what a class keeps to itself, and the version', () => {
    const report = reportOf({
      'dist/index.d.ts': `export declare class Pot {
        #water; private lid: boolean;
        /** @internal */ heat: number;
        static readonly version = "1.2.3";
        pour(): void;
      }`,
    })
    expect(report).not.toMatch(/water|lid|heat|1\.2\.3/)
    expect(report).toContain('pour(): void')
  })

  test('names the keys of a catalogue, not its words', () => {
    const en = "declare const en: { readonly hello: 'Hello there' };\nexport default en;"
    const report = reportOf(
      { 'dist/locales/en.d.ts': en },
      { './locales/*.js': { types: './dist/locales/*.d.ts' } },
    )
    expect(report).toContain('## `tea/locales/en.js`')
    expect(report).toContain('readonly hello: string')
  })

  test('shows each thing once, and where else it can be had', () => {
    const report = reportOf(
      {
        'dist/index.d.ts': 'export type Cup = 1;',
        'dist/cup.d.ts': "export type { Cup as Mug } from './index.js';",
      },
      { '.': { types: './dist/index.d.ts' }, './cup': { types: './dist/cup.d.ts' } },
    )
    expect(report).toContain("export { Cup as Mug } from 'tea'")
  })

  test('says what to do when nothing is built', () => {
    expect(() => reportOf({})).toThrow('build first')
  })
})
