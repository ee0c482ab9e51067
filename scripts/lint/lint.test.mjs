import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Every house rule is shown to fire, on a copy of the configuration beside files that break it.

const root = fileURLToPath(new URL('../..', import.meta.url))

/** [rule that must fire, or null where the code is right; file; code] */
const cases = [
  ['arrows', 'packages/core/src/protocol/a.ts', "import '../client/machine.js'"],
  ['arrows', 'packages/core/src/protocol/b.ts', "export type { Lit } from 'lit'"],
  [null, 'packages/core/src/protocol/c.ts', "import './limits.js'"],
  ['arrows', 'packages/core/src/client/machine.ts', "import './client.js'"],
  ['arrows', 'packages/core/src/client/machine/turn.ts', "import '../client.js'"],
  [
    null,
    'packages/core/src/client/machine/state.ts',
    "import '../outbox.js'\nimport '../../protocol/index.js'",
  ],
  ['arrows', 'packages/core/src/client/outbox.ts', "import '../system.js'"],
  ['arrows', 'packages/core/src/client/backoff.ts', "import '../transports/websocket.js'"],
  [null, 'packages/core/src/client/transcript.ts', "import '../protocol/index.js'\nimport './outbox.js'"],
  ['arrows', 'packages/core/src/client/client.ts', "import 'node:events'"],
  ['arrows', 'packages/core/src/client/lifecycle.ts', "import '@stranger-chat/server'"],
  ['arrows', 'packages/core/src/index.ts', "import '../../server/src/index.js'"],
  [null, 'packages/core/src/testing.ts', "import './client/client.js'"],
  [
    null,
    'packages/core/src/client/machine.test.ts',
    "import 'vitest'\nimport 'fast-check'\nimport '../testing.js'",
  ],
  ['arrows', 'packages/server/src/rules/pairing.ts', "import '../session/session.js'"],
  ['arrows', 'packages/server/src/rules/walls.ts', "import 'node:os'"],
  [null, 'packages/server/src/rules/trust.ts', "import '@stranger-chat/core/protocol'\nimport './walls.js'"],
  ['arrows', 'packages/server/src/a.ts', "import '@stranger-chat/core'"],
  ['arrows', 'packages/server/src/b.ts', "import '@stranger-chat/widget'"],
  ['arrows', 'packages/server/src/c.ts', "import '../../core/src/client/client.js'"],
  [
    'arrows',
    'packages/server/src/d.ts',
    "export const load = () => import('@stranger-chat/widget/define.js')",
  ],
  ['arrows', 'packages/server/src/e.ts', "export type C = import('@stranger-chat/core').Client"],
  ['arrows', 'packages/server/src/f.ts', 'export const load = (name: string) => import(name)'],
  [
    null,
    'packages/server/src/g.ts',
    "import 'ws'\nimport 'kysely'\nimport 'node:http'\nimport '@stranger-chat/core/protocol'",
  ],
  ['arrows', 'packages/widget/src/a.ts', "import '@stranger-chat/server'"],
  ['arrows', 'packages/widget/src/b.ts', "import '@stranger-chat/core/testing'"],
  ['arrows', 'packages/widget/src/c.ts', "import '../../server/src/index.js'"],
  ['arrows', 'packages/playground/src/a.ts', "import '../../widget/src/stranger-chat.js'"],
  [null, 'packages/playground/src/b.ts', "import '@stranger-chat/core/testing'"],
  [
    null,
    'packages/widget/src/d.ts',
    "import 'lit'\nimport 'lit/directives/repeat.js'\nimport '@stranger-chat/core'",
  ],
  [null, 'packages/widget/src/d.test.ts', "import '@open-wc/testing'\nimport '@stranger-chat/core/testing'"],

  ['pure', 'packages/core/src/client/now.ts', 'export const now = () => Date.now()'],
  ['pure', 'packages/core/src/client/roll.ts', 'export const roll = () => Math.random()'],
  ['pure', 'packages/server/src/wait.ts', 'export const wait = (f: () => void) => setTimeout(f, 1)'],
  [
    'pure',
    'packages/server/src/tick.ts',
    'export const tick = (f: () => void) => globalThis.setInterval(f, 1)',
  ],
  [
    'pure',
    'packages/server/src/secret.ts',
    "import { randomBytes } from 'node:crypto'\nexport const secret = randomBytes",
  ],
  ['pure', 'packages/widget/src/id.ts', 'export const id = () => crypto.randomUUID()'],
  ['pure', 'packages/widget/src/soon.ts', 'export const soon = (f: () => void) => queueMicrotask(f)'],
  [null, 'packages/server/src/system.ts', "import 'node:crypto'\nexport const now = () => Date.now()"],
  [
    null,
    'packages/server/src/clock.ts',
    'export const read = (setTimeout: () => void, at: Date) => [setTimeout(), at]',
  ],
  [null, 'packages/server/src/now.test.ts', 'export const now = () => Date.now()'],

  ['secrets', 'packages/server/src/session/token.ts', 'export const is = (a: string, b: string) => a === b'],
  ['secrets', 'packages/server/src/safety/stamp.ts', 'export const is = (a: string, b: string) => a != b'],
  [
    'secrets',
    'packages/server/src/safety/capsule.ts',
    'export const is = (a: Buffer, b: Buffer) => a.equals(b)',
  ],
  [
    'secrets',
    'packages/server/src/safety/passkeys.ts',
    'export const is = (a: Buffer, b: Buffer) => Buffer.compare(a, b) === 0',
  ],
  [
    'secrets',
    'packages/server/src/safety/staff.ts',
    'export const is = (a: string, b: string) => a.startsWith(b)',
  ],
  [
    'secrets',
    'packages/server/src/safety/webhook.ts',
    'export const is = (a: string, b: readonly string[]) => b?.includes(a)',
  ],
  [
    'secrets',
    'packages/server/src/safety/vault.ts',
    'export const is = (a: string, b: string) => a.indexOf(b)',
  ],
  [
    'secrets',
    'packages/server/src/safety/mac.ts',
    "import { sameBytes as same } from '../system.js'\nexport const is = (a: string, b: string) => a === b || same",
  ],
  [
    'secrets',
    'packages/server/src/safety/sign.ts',
    "import { hmacSha256 } from '../system.js'\nexport const is = (a: string, b: string) => Object.is(a, hmacSha256(b))",
  ],
  [
    'secrets',
    'packages/server/src/gate/pass.ts',
    "import { hmacSha256 } from '../system.js'\nexport function is(a: string, b: string) { switch (a) { case hmacSha256(b): return true } }",
  ],
  [
    'secrets',
    'packages/server/src/gate/deep.ts',
    "import { isDeepStrictEqual } from 'node:util'\nimport { hmacSha256 } from '../system.js'\nexport const is = (a: string, b: string) => isDeepStrictEqual(a, hmacSha256(b))",
  ],
  [
    null,
    'packages/server/src/safety/plain.ts',
    [
      "import { sameBytes } from '../system.js'",
      "const PREFIX = 'p'",
      'interface One { readonly id: string; readonly kind: string }',
      'export const is = (a: Uint8Array, b: Uint8Array, text: string, one: One, other: One) =>',
      "  sameBytes(a, b) && a.length === b.length && text.indexOf('.') !== -1 && text.startsWith(PREFIX) &&",
      "  one.id === other.id && one.kind === 'x' && typeof one === 'object' && other !== undefined",
    ].join('\n'),
  ],
  [null, 'packages/server/src/safety/other.ts', 'export const is = (a: string, b: string) => a === b'],

  [
    'strict-pages',
    'packages/widget/src/e.ts',
    'import { html } from "lit"\nexport const e = html`<p style="color: red"></p>`',
  ],
  ['strict-pages', 'packages/widget/src/f.ts', "import 'lit/directives/style-map.js'"],
  ['strict-pages', 'packages/widget/src/g.ts', "import 'lit/directives/unsafe-html.js'"],
  ['max-lines', 'packages/core/src/long.ts', 'export {}\n'.repeat(301)],
  [null, 'packages/widget/src/locales/long.ts', 'export {}\n'.repeat(301)],
  [
    'no-duplicate-template-bindings',
    'packages/widget/src/h.ts',
    'import { html } from "lit"\nexport const h = html`<p id=${1} id=${2}></p>`',
  ],
  [
    'no-focused-tests',
    'packages/core/src/only.test.ts',
    "import { test } from 'vitest'\ntest.only('one', () => {})",
  ],
  ['no-explicit-any', 'packages/core/src/any.ts', 'export const a: any = 1'],
]

let folder
let found

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lint-rules-'))
  for (const name of ['.oxlintrc.json', 'scripts/lint/house.mjs', 'scripts/lint/rooms.mjs']) {
    cpSync(join(root, name), join(folder, name))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [, file, code] of cases) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), code)
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  // Its exit code says that it found something, which is the point.
  const run = promisify(execFile)(process.execPath, [oxlint, '--format=json', 'packages'], {
    cwd: folder,
    maxBuffer: 1 << 24,
  })
  const { stdout } = await run.catch((failure) => failure)
  found = JSON.parse(stdout).diagnostics.map(({ code, filename }) => ({ code, filename }))
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const house = /house|max-lines|no-duplicate-template-bindings|no-focused-tests|no-explicit-any/

for (const [rule, file, code] of cases) {
  const shown = code.length > 100 ? `${code.split('\n').length - 1} lines` : code.replaceAll('\n', '; ')
  test(`${rule ?? 'allowed'}: ${file}: ${shown}`, () => {
    const rules = found
      .filter(({ code, filename }) => filename === file && house.test(code))
      .map(({ code }) => code)
    if (rule === null) expect(rules).toEqual([])
    else expect(rules).toEqual([expect.stringContaining(`(${rule})`)])
  })
}
