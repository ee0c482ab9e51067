import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CLOSE } from './close.js'
import { protocolSchema } from './json-schema.js'
import { LIMITS } from './limits.js'
import { CLIENT_SCHEMAS } from './client-messages.js'
import { SERVER_SCHEMAS } from './server-messages.js'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const spec = read('PROTOCOL.md')

describe('PROTOCOL.md says what the definitions say', () => {
  const section = (title: string) => spec.slice(spec.indexOf(title)).split('\n## ')[0] ?? ''
  const sections = [
    ['## Frames from the client', CLIENT_SCHEMAS],
    ['## Frames from the server', SERVER_SCHEMAS],
  ] as const

  for (const [title, schemas] of sections) {
    it(`${title.slice(3)}: every type with every field`, () => {
      const written = [...section(title).matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, type]) => type)
      expect(written.sort()).toEqual(Object.keys(schemas).sort())
      for (const [type, schema] of Object.entries(schemas)) {
        const row =
          [...section(title).matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].find(([, name]) => name === type)?.[2] ??
          ''
        const json = schema.json as { properties: Record<string, unknown>; required: string[] }
        for (const field of Object.keys(json.properties)) {
          if (field === 'type') continue
          expect(row, `${type}.${field}`).toMatch(new RegExp(`\\b${field}\\b`))
          const optional = new RegExp(`\\b${field}\\?`).test(row)
          expect(optional, `${type}.${field} optional`).toBe(!json.required.includes(field))
        }
      }
    })
  }

  it('every close code', () => {
    for (const [reason, code] of Object.entries(CLOSE))
      if (reason !== 'normal') expect(spec).toContain(`${code} ${reason}`)
  })

  it('the limits it names', () => {
    expect(spec).toContain(`${LIMITS.logEntries} entries and ${LIMITS.logBytes / 1024} KiB`)
    expect(spec).toContain(`Sends: ${LIMITS.sendRate}/s, burst ${LIMITS.sendBurst}`)
    expect(spec).toContain(`Sockets: ${LIMITS.sockets} an identity`)
  })

  it('numbers the clauses of a section 1, 2, 3, …', () => {
    for (const part of spec.split(/^## /m)) {
      const numbers = [...part.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
      if (part.startsWith('P-')) expect(numbers, part.split('\n')[0]).toEqual(numbers.map((_, i) => i + 1))
    }
  })
})

it('protocol.schema.json is fresh (else: pnpm --filter @stranger-chat/core run generate)', () => {
  expect(JSON.parse(read('protocol.schema.json'))).toEqual(JSON.parse(JSON.stringify(protocolSchema())))
})
