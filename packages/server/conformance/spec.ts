import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The sentences of every numbered clause, `P-N-1` and so on, as PROTOCOL.md has them. */
export type Spec = ReadonlyMap<string, string>

/** Reads the specification that came with the protocol's package, so that what is cited is what is meant. */
export function readSpec(): Spec {
  const manifest = createRequire(import.meta.url).resolve('@stranger-chat/core/package.json')
  return parseSpec(readFileSync(join(dirname(manifest), 'PROTOCOL.md'), 'utf8'))
}

function parseSpec(text: string): Spec {
  const clauses = new Map<string, string>()
  for (const part of text.split(/^## /m)) {
    const group = /^(P-[A-Z]+):/.exec(part)?.[1]
    if (group === undefined) continue
    for (const [, number, words = ''] of part.matchAll(/^(\d+)\. ([^\n]*(?:\n {3}[^\n]*)*)/gm))
      clauses.set(`${group}-${number}`, words.replace(/\s+/g, ' ').trim())
  }
  return clauses
}

/** `P-N` of `P-N-1`. */
export const groupOf = (clause: string): string => clause.replace(/-\d+$/, '')

/** Whether a clause is named by one of these clauses or groups. */
export const isNamed = (clause: string, names: readonly string[]): boolean =>
  names.includes(clause) || names.includes(groupOf(clause))
