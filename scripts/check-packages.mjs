import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm, root, run } from './lib/run.mjs'
import { serve } from './lib/serve.mjs'

// What npm would publish, as a stranger would meet it: the packed packages in an empty folder. They must install with
// npm, import without a sound, type-check without help from the workspace, and serve the element. Needs a build.

const names = ['core', 'widget', 'server', 'check']
const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-packed-'))
const installed = (name, ...path) => join(folder, 'node_modules/@stranger-chat', name, ...path)
const bin = installed('server', 'dist/cli.js')
let server

function fail(sentence, output = '') {
  console.error(`${sentence}\n${output}`)
  process.exitCode = 1
  throw new Error(sentence)
}

async function mustRun(line, sentence, options) {
  const { code, output } = await run(line, { cwd: folder, ...options })
  if (code !== 0) fail(sentence, output)
  return output
}

async function install() {
  for (const name of names) {
    await mustRun([...pnpm, 'pack', '--pack-destination', folder], `${name} can't be packed.`, {
      cwd: join(root, 'packages', name),
    })
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  const line = [
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    ...tarballs.map((file) => `./${file}`),
  ]
  await mustRun(line, "The packed packages can't be installed.")
  const bare = names.filter((name) => !existsSync(installed(name, 'package.json')))
  if (bare.length > 0) fail(`Not installed: ${bare.join(', ')}.`)
}

/** What `*` stands for in each file that fits `pattern`, a path with one `*` in its last segment. */
function wildcards(base, pattern) {
  const [before, after] = pattern.split('*')
  const files = readdirSync(join(base, before)).filter((file) => file.endsWith(after))
  return files.map((file) => file.slice(0, -after.length))
}

/** Every entry point of the packages that a program can import, wildcards filled in from what is shipped. */
function entryPoints() {
  const found = []
  for (const name of names) {
    const { exports } = JSON.parse(readFileSync(installed(name, 'package.json'), 'utf8'))
    for (const [path, target] of Object.entries(exports)) {
      const file = target.default ?? target
      if (!file.endsWith('.js') || /^\.\/(cdn|assets)/.test(path)) continue
      const entry = `@stranger-chat/${name}${path.slice(1)}`
      if (!file.includes('*')) found.push(entry)
      else for (const part of wildcards(installed(name), file)) found.push(entry.replace('*', part))
    }
  }
  return found
}

/** Law 10: importing says nothing, starts nothing and leaves no global behind, but for those Lit itself makes. */
async function importAll(entries) {
  const lines = [
    'const before = new Set(Object.getOwnPropertyNames(globalThis))',
    ...entries.map((entry) => `await import('${entry}')`),
    'const after = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))',
    'const ours = after.filter((name) => !/^(lit|reactive|customElements$)/.test(name))',
    'if (ours.length > 0) throw new Error(`Importing makes globals: ${ours.join()}`)',
  ]
  writeFileSync(join(folder, 'imports.mjs'), lines.join('\n'))
  const output = await mustRun(['node', 'imports.mjs'], 'An entry point fails when imported.', {
    timeout: 20_000,
  })
  if (output !== '') fail('An entry point prints something when imported.', output)
}

/** The frameworks whose templates we describe: optional peers, so npm installs none, and their declarations are lent. */
function lendFrameworks() {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  for (const name of ['@types/react', 'preact', 'svelte', 'vue']) {
    symlinkSync(join(root, 'packages/widget/node_modules', name), join(folder, 'node_modules', name))
  }
}

/** The shipped declarations, without `skipLibCheck`: a type that stayed at home becomes an error here. */
async function typeCheck(entries) {
  const imports = entries.map((entry, at) => `import * as m${at} from '${entry}'\nexport { m${at} }`)
  writeFileSync(join(folder, 'types.mts'), imports.join('\n'))
  const lib = 'es2023,dom,dom.iterable'
  const types = join(root, 'node_modules/@types')
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', lib]
  await mustRun(
    ['tsc', ...flags, '--typeRoots', types, '--types', 'node', 'types.mts'],
    "The declarations don't check on their own.",
  )
}

async function refuse(args, about) {
  const { code, output } = await run(['node', bin, ...args], { cwd: folder, timeout: 15_000 })
  if (code !== 2) fail(`A wrong ${about} must end with exit code 2, not ${code}.`, output)
  const lines = output.trim().split('\n')
  if (lines.length > 2 || lines[0].length < 10 || /^\s+at /m.test(output)) {
    fail(`A wrong ${about} must be answered in one clear sentence.`, output)
  }
}

async function fetchOk(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) })
  if (!answer.ok)
    fail(`GET ${new URL(url).pathname} was answered with ${answer.status}.`, await answer.text())
  return answer
}

async function checkServer() {
  server = await serve(bin, ['--data', join(folder, 'data')], { cwd: folder })
  const base = `http://127.0.0.1:${server.port}`
  await fetchOk(`${base}/healthz`)
  const element = await fetchOk(`${base}/stranger-chat.js`)
  if (!element.headers.get('content-type')?.includes('javascript'))
    fail('/stranger-chat.js is not served as a script.')
  if ((await element.text()) !== readFileSync(installed('widget', 'cdn/stranger-chat.js'), 'utf8')) {
    fail('/stranger-chat.js is not the script of the installed widget.')
  }
  for (const file of readdirSync(installed('widget', 'cdn'), { recursive: true })) {
    if (file.endsWith('.js')) await fetchOk(`${base}/${file.replaceAll('\\', '/')}`)
  }
}

/** All that its worker loads must be inside: nothing is fetched from elsewhere, neither now nor later. */
function checkAssets() {
  const files = ['worker.js', 'model.json', 'model.bin', 'tfjs-backend-wasm-simd.wasm', 'LICENSES.txt']
  const missing = files.filter((file) => !existsSync(installed('check', 'dist/assets', file)))
  if (missing.length > 0) fail(`The on-device check was packed without ${missing.join(', ')}.`)
}

try {
  await install()
  checkAssets()
  const entries = entryPoints()
  await importAll(entries)
  lendFrameworks()
  await typeCheck(entries)
  await refuse(['--port', 'tea'], 'value')
  await refuse(['--no-such-flag'], 'flag')
  await checkServer()
  console.log(`${entries.length} entry points import and type-check; the installed server serves the element`)
} catch (error) {
  if (process.exitCode !== 1) console.error(error.message)
  process.exitCode = 1
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
