import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

// `npm start`, `npm test` and their like: runs a script of package.json with the pinned pnpm, which installs what is
// missing and brings the pinned Node. This file itself must run on any Node from 20 on, with nothing installed.
//
// npx only fetches pnpm. It doesn't run it, because npm and npx don't pass a SIGTERM on, and whoever stopped
// `npm start` would find the server still holding its port.

const [script, ...args] = process.argv.slice(2)
const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const windows = process.platform === 'win32'

const fetched = spawnSync('npx', ['--yes', '--package', packageManager, '-c', 'node -p process.env.PATH'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  shell: windows,
})
if (fetched.status !== 0) {
  console.error(`${packageManager} could not be fetched: the lines above say why.`)
  process.exit(1)
}
const child = spawn('pnpm', ['run', script, ...args], {
  env: { ...process.env, PATH: fetched.stdout.trim() },
  stdio: 'inherit',
  shell: windows,
})

// Ctrl-C reaches the child by itself, from the terminal.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm tells its shell to stop, and the shell tells nobody: all there is to see is another parent.
const parent = process.ppid
setInterval(() => process.ppid === parent || child.kill(), 500).unref()

child.on('error', (error) => {
  console.error(`pnpm could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
