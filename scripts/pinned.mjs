import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `npm start`, `npm test` and their like: installs what is missing with the pinned pnpm, then runs a script with the
// pinned Node. This file itself must run on any Node from 20 on, with nothing installed.
//
// npx and pnpm only prepare the run. They don't hold it, because npx doesn't pass a SIGTERM on, and whoever stopped
// `npm start` would find the server still holding its port; and because the script's last line has to be the last.

const [script, ...args] = process.argv.slice(2)
const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const shell = process.platform === 'win32'

function prepare(command, commandArgs, options, complaint) {
  const { status, stdout } = spawnSync(command, commandArgs, {
    cwd: root,
    shell,
    encoding: 'utf8',
    ...options,
  })
  if (status === 0) return stdout
  console.error(complaint)
  process.exit(1)
}

const withPnpm = prepare(
  'npx',
  ['--yes', '--package', packageManager, '-c', 'node -p process.env.PATH'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
  `${packageManager} could not be fetched: the lines above say why.`,
).trim()
prepare(
  'pnpm',
  ['install'],
  { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: withPnpm } },
  'The dependencies could not be installed: the lines above say why.',
)

const child = spawn('node', [join(root, 'scripts', script), ...args], {
  env: { ...process.env, PATH: join(root, 'node_modules/.bin') + delimiter + withPnpm },
  stdio: 'inherit',
  shell,
})

// Ctrl-C reaches the child by itself, from the terminal.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm tells its shell to stop, and the shell tells nobody: all there is to see is another parent.
const parent = process.ppid
setInterval(() => process.ppid === parent || child.kill(), 500).unref()

child.on('error', (error) => {
  console.error(`Node could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
