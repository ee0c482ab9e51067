import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, root, run } from './run.mjs'
import { browserTally, oneCheck, together, vitestTally } from './tally.mjs'

// What `npm test` (`steps`) and `npm run test:more` (`moreSteps`) do, in order. A step has a `name` to ask for it by,
// a `title`, the names of the steps it `needs`, and `run`, which resolves to a tally. To add one, add it here.

const published = ['core', 'widget', 'server', 'check']
const folder = (name) => join(root, 'packages', name)

const command = (line, options) => async () => oneCheck(await run(line, options))
const script = (line, options) => command(['node', ...`scripts/${line}`.split(' ')], options)

/** The same command once per published package; a step of its own each would only be noise. */
async function eachPackage(line) {
  const parts = await Promise.all(published.map((name) => run(line(name), { cwd: folder(name) })))
  const bad = parts.filter(({ code }) => code !== 0)
  return oneCheck({ code: bad.length, output: bad.map(({ output }) => output).join('') })
}

let reports = 0
/** A fresh file for a runner's report, in a folder that git ignores. */
function reportFile() {
  const reportsFolder = join(root, '.verify')
  mkdirSync(reportsFolder, { recursive: true })
  const file = join(reportsFolder, `report-${reports++}.json`)
  rmSync(file, { force: true })
  return file
}

async function vitest(name, cwd, extraEnv = {}) {
  const file = reportFile()
  const line = [
    'vitest',
    'run',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ]
  const options = { cwd: join(root, cwd), extraEnv, timeout: 20 * 60_000 }
  return vitestTally(name, await run(line, options), file)
}

async function browserTests() {
  const file = reportFile()
  const options = { cwd: folder('widget'), extraEnv: { WTR_COUNTS: file } }
  return browserTally('browser tests', await run([...pnpm, 'exec', 'wtr'], options), file)
}

async function unitTests(extraEnv, names = [...published, 'playground']) {
  const parts = []
  for (const name of names) parts.push(await vitest(`unit tests of ${name}`, `packages/${name}`, extraEnv))
  return together(parts)
}

const attw = (name) => {
  // JSON, and bundles for script tags and workers, rightly have no types.
  const untyped =
    { core: ['schema.json'], widget: ['custom-elements.json', 'cdn/*'], check: ['assets/*'] }[name] ?? []
  const excluded = untyped.length ? ['--exclude-entrypoints', ...untyped, 'package.json'] : []
  return ['attw', '--pack', '.', '--profile', 'esm-only', '--no-emoji', '--no-color', ...excluded]
}

/** The whole system under a virtual clock, with so many seeds from this one on. */
const simulate = (seeds, from) =>
  command(
    ['node', '--import', './scripts/sources.mjs', 'sim/main.ts', '--seeds', `${seeds}`, '--from', `${from}`],
    { cwd: folder('server') },
  )

const browser = { name: 'browser', title: 'a browser to test in', run: script('ensure-browser.mjs') }
const postgres = { name: 'postgres', title: 'a Postgres to test on', run: script('ensure-postgres.mjs') }
const redis = { name: 'redis', title: 'a Redis to test on', run: script('ensure-redis.mjs') }
const caddy = { name: 'caddy', title: 'a Caddy to test behind', run: script('ensure-caddy.mjs') }
const coturn = { name: 'coturn', title: 'a TURN server to test with', run: script('ensure-coturn.mjs') }
const firefox = { name: 'firefox', title: 'a Firefox to test in', run: script('ensure-firefox.mjs') }
const webkit = { name: 'webkit', title: 'a WebKit to test in', run: script('ensure-webkit.mjs') }
const build = {
  name: 'build',
  title: 'build',
  run: command([...pnpm, '--filter', './packages/*', 'run', 'build']),
}

export const steps = [
  browser,
  postgres,
  redis,
  caddy,
  coturn,
  build,
  { name: 'lint', title: 'lint', needs: ['build'], run: command(['oxlint', '--type-aware']) },
  { name: 'format', title: 'format', run: command(['oxfmt', '--check']) },
  { name: 'tools', title: 'lint rules and scripts', run: () => vitest('lint rules and scripts', 'scripts') },
  {
    name: 'types',
    title: 'types',
    needs: ['build'],
    run: command([...pnpm, '-r', '--no-bail', '--workspace-concurrency=2', 'run', 'types']),
  },
  { name: 'knip', title: 'unused files, exports and dependencies', needs: ['build'], run: command(['knip']) },
  {
    name: 'publint',
    title: 'package.json of what is published',
    needs: ['build'],
    run: () => eachPackage(() => ['publint', '--strict']),
  },
  { name: 'attw', title: 'types as others resolve them', needs: ['build'], run: () => eachPackage(attw) },
  {
    name: 'generated',
    title: 'generated files are fresh',
    needs: ['build'],
    run: script('generate.mjs --check'),
  },
  { name: 'changesets', title: 'a changeset for what changed', run: script('changesets.mjs') },
  { name: 'unit', title: 'unit tests', needs: ['build', 'postgres', 'redis'], run: () => unitTests({}) },
  { name: 'sim', title: '200 seeds of the simulation', run: simulate(200, 1) },
  { name: 'browser-tests', title: 'browser tests', needs: ['build', 'browser'], run: browserTests },
  {
    name: 'on-device',
    title: 'the on-device check in a browser',
    needs: ['build', 'browser'],
    run: () => vitest('the on-device check in a browser', 'packages/check', { SUITE: 'browser' }),
  },
  {
    name: 'e2e',
    title: 'end-to-end tests',
    needs: ['build', 'browser', 'postgres', 'redis', 'caddy', 'coturn'],
    run: () => vitest('end-to-end tests', 'e2e'),
  },
  { name: 'packages', title: 'the packed packages', needs: ['build'], run: script('check-packages.mjs') },
]

const slow = (name) => existsSync(join(root, name))

export const moreSteps = [
  browser,
  postgres,
  redis,
  caddy,
  coturn,
  firefox,
  webkit,
  build,
  {
    name: 'sim-more',
    title: '500 more seeds of the simulation',
    run: simulate(500, 201),
  },
  {
    name: 'properties',
    title: 'properties, with 20 times the cases',
    needs: ['build', 'postgres', 'redis'],
    run: () => unitTests({ FC_RUNS: '20' }, ['core', 'server', 'playground']),
  },
  {
    name: 'redis-more',
    title: 'several processes on Redis, a Cluster, and faults',
    needs: ['build', 'redis'],
    run: () =>
      vitest('several processes on Redis, a Cluster, and faults', 'packages/server', { SUITE: 'more' }),
  },
  slow('e2e/more') && {
    name: 'e2e-more',
    title: 'slow end-to-end tests',
    needs: ['build', 'caddy', 'postgres', 'redis', 'browser', 'coturn', 'firefox', 'webkit'],
    run: () => vitest('slow end-to-end tests', 'e2e', { SUITE: 'more' }),
  },
  slow('bench/main.ts') && {
    name: 'bench',
    title: 'the benchmark runs',
    needs: ['build', 'browser', 'coturn', 'redis'],
    run: command(['node', 'main.ts', '--quick'], { cwd: join(root, 'bench') }),
  },
  slow('bench/main.ts') && {
    name: 'relay-gate',
    title: 'the relay keeps its pace',
    needs: ['build'],
    // Below what bench/README.md claims by more than rounds spread: 0.32 to 0.53 was seen of one and the same server, since the
    // bare one took 11 to 17 µs for a message.
    run: command(['node', 'main.ts', '--only', 'relay', '--rounds', '6', '--gate', '0.33'], {
      cwd: join(root, 'bench'),
    }),
  },
].filter(Boolean)
