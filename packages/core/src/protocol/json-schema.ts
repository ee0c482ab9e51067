import { CLIENT_SCHEMAS } from './client-messages.js'
import { SERVER_SCHEMAS } from './server-messages.js'
import { MEMBER_BODIES, SERVER_BODIES } from './body.js'
import { pollJson } from './poll.js'
import type { JsonSchema, Schema } from './schema.js'
import { SUBPROTOCOL } from './version.js'

const jsons = (schemas: Readonly<Record<string, Schema<unknown>>>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema.json]))

const anyOf = (group: string, schemas: Readonly<Record<string, unknown>>): JsonSchema => ({
  oneOf: Object.keys(schemas).map((name) => ({ $ref: `#/$defs/${group}/${name}` })),
})

/** The JSON Schema (2020-12) of every frame, body and poll; `protocol.schema.json` is this, written to a file. */
export function protocolSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${SUBPROTOCOL}: frames and bodies`,
    ...{ anyOf: [{ $ref: '#/$defs/clientFrame' }, { $ref: '#/$defs/serverFrame' }] },
    $defs: {
      clientFrame: anyOf('client', CLIENT_SCHEMAS),
      serverFrame: anyOf('server', SERVER_SCHEMAS),
      client: jsons(CLIENT_SCHEMAS),
      server: jsons(SERVER_SCHEMAS),
      body: jsons({ ...MEMBER_BODIES, ...SERVER_BODIES }),
      poll: pollJson(),
    },
  }
}
