// Who may know whom. The first room that holds a file decides; a name is an import as written, or, for a relative
// import, the path of the file it leads to. `*` stands for one path segment, `**` for any number.

const tests = ['vitest', 'fast-check']
const clientPart =
  'packages/core/src/client/{machine,machine/**,outbox,backoff,transcript,span,signals,words,handing,types,errors}.ts'

/** Whatever a test of the room may use beyond the room itself. */
const testsOf = (room, more = []) => ({
  ...room,
  files: room.files.map((glob) => glob.replace(/\.ts$/, '.test.ts')),
  may: [...room.may, ...tests, 'node:**', ...more],
})

const protocol = {
  files: ['packages/core/src/protocol/**.ts'],
  may: ['packages/core/src/protocol/**'],
  why: 'the protocol is pure: it may import nothing but itself',
}
const api = {
  files: ['packages/core/src/api/**.ts'],
  may: ['packages/core/src/api/**', 'packages/core/src/protocol/**'],
  why: 'the shapes of the HTTP side are pure: they may import each other and the protocol only',
}
const clientPure = {
  files: [clientPart],
  may: [clientPart, 'packages/core/src/protocol/**', 'packages/core/src/api/**'],
  why: 'machine, outbox, backoff, transcript, span, signals, words, types and errors are pure: they may import each other, the protocol and the shapes of the HTTP side only',
}
const core = {
  files: ['packages/core/src/**.ts'],
  may: ['packages/core/src/**'],
  why: 'core has no dependencies: it may import nothing but itself',
}
const rules = {
  files: ['packages/server/src/rules/**.ts'],
  may: ['packages/server/src/rules/**', '@stranger-chat/core/protocol', '@stranger-chat/core/api'],
  why: 'the rules are pure decisions: they may import each other, @stranger-chat/core/protocol and /api only',
}
const server = {
  files: ['packages/server/src/**.ts'],
  may: [
    'packages/server/src/**',
    '@stranger-chat/core/protocol',
    '@stranger-chat/core/api',
    'ws',
    'kysely',
    'kysely/**',
    'sirv',
    'linkify-it',
    'tlds',
    'node:**',
    // Lazily: the driver of those who keep their data in Postgres.
    'pg',
    // Lazily: the client of those who run on Redis.
    '@redis/client',
    'prom-client',
    // Lazily: the API of those who send their figures by OpenTelemetry.
    '@opentelemetry/api',
    '@simplewebauthn/server',
    'openid-client',
    // Lazily, by the command.
    '@stranger-chat/server/conformance',
  ],
  why: 'the server knows the protocol, never the client or the widget',
}
const conformance = {
  files: ['packages/server/conformance/**.ts'],
  may: ['packages/server/conformance/**', '@stranger-chat/core/protocol', 'ws', 'node:**'],
  why: 'the conformance kit knows the wire and nothing of any server',
}
const widget = {
  files: ['packages/widget/src/**.ts'],
  may: ['packages/widget/src/**', '@stranger-chat/core', '@stranger-chat/core/{api,media}', 'lit', 'lit/**'],
  why: 'the widget knows core and lit, never the server',
}

const checkRule = {
  files: ['packages/check/src/{verdict,tally,picture,errors}.ts'],
  may: ['packages/check/src/{verdict,tally,picture,errors}.ts'],
  why: 'what a verdict means is a pure rule: it may import nothing but its like',
}
const checkWorker = {
  files: ['packages/check/src/worker/**.ts'],
  may: ['packages/check/src/worker/**', 'packages/check/src/messages.ts', '@tensorflow/**'],
  why: 'the worker knows the model and what it says to the page',
}
const check = {
  files: ['packages/check/src/**.ts'],
  may: ['packages/check/src/*.ts'],
  why: 'the check has no dependencies; what runs the model stays in its worker',
}

const playground = {
  files: ['packages/playground/src/**.ts'],
  may: [
    'packages/playground/src/**',
    '@stranger-chat/core',
    '@stranger-chat/core/testing',
    '@stranger-chat/widget/**',
  ],
  why: 'the playground shows what is published: it knows core and the widget as everybody does',
}

export const rooms = [
  testsOf(protocol),
  protocol,
  testsOf(api),
  api,
  // A test of a pure file may set it beside anything in core.
  testsOf({ ...core, files: [clientPart] }),
  clientPure,
  testsOf(core),
  core,
  testsOf(rules),
  rules,
  // What it is tried on: our own server, whole and broken.
  testsOf({ ...conformance, files: ['packages/server/conformance/{testing/**.ts,**.test.ts}'] }, [
    'packages/server/src/**',
  ]),
  conformance,
  testsOf(server, ['@opentelemetry/**']),
  server,
  testsOf(widget, [
    '@stranger-chat/core/**',
    '@open-wc/testing',
    '@web/test-runner-commands',
    'axe-core',
    'axe-core/**',
  ]),
  widget,
  testsOf(checkRule),
  checkRule,
  checkWorker,
  testsOf(check),
  check,
  testsOf({ ...playground, files: ['packages/playground/src/{testing/**.ts,**.test.ts}'] }, [
    'packages/playground/scripts/**',
  ]),
  playground,
]

/** Clocks, timers and randomness come through a package's `system.ts`, so that tests and the simulation can set them. */
export const impure = {
  globals: [
    'Date',
    'performance',
    'crypto',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
    'queueMicrotask',
  ],
  modules: ['node:crypto', 'node:timers', 'node:timers/promises', 'node:perf_hooks'],
}

/**
 * Where secrets, MACs and hashes of secrets are at hand: these files, and every file that takes one of these functions from
 * `system.ts`. There `sameBytes` compares, and nothing else.
 */
export const secrets = {
  files: [
    'packages/server/src/session/{token,keys}.ts',
    'packages/server/src/safety/{stamp,capsule,passkeys,staff,webhook,vault}.ts',
  ],
  functions: ['hmacSha256', 'sameBytes'],
  /** Members that are no secret to anybody who may ask, so that a comparison of two of them is one as any other. */
  plain: ['id', 'name', 'seat', 'seq', 'length'],
  /** Methods that end where two texts begin to differ, or as soon as one was found. */
  methods: [
    ...['equals', 'compare', 'localeCompare', 'startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf'],
    ...['match', 'matchAll', 'search', 'split', 'replace', 'replaceAll'],
  ],
  calls: ['is', 'isDeepStrictEqual', 'deepEqual', 'deepStrictEqual'],
}

/** What would put markup or styles into a page that a strict CSP or Trusted Types refuses. */
export const unsafeInPages = [
  'lit/directives/style-map.js',
  'lit/directives/unsafe-html.js',
  'lit/directives/unsafe-svg.js',
  'lit/directives/unsafe-mathml.js',
]
