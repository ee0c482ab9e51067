import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the pinned tools live, the pinned Node among them: first on PATH of whatever is started from here. */
const env = {
  ...process.env,
  PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH,
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
}

const onPath = (name) => env.PATH.split(delimiter).some((folder) => existsSync(join(folder, name)))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The pnpm that started this script, or the pinned one when a script was started by hand. */
export const pnpm = onPath('pnpm') || onPath('pnpm.cmd') ? ['pnpm'] : ['npx', '--yes', packageManager]

const running = new Set()

/** Ends everything a command started, not just its first process. */
function stop(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    if (running.size === 0) return
    for (const child of running) stop(child, signal)
    process.exit(code)
  })
}

/**
 * Runs a command to its end and resolves to `{ code, output }`, output being what it printed on both streams.
 * Never rejects: a command that cannot start or takes longer than `timeout` (ms) has a code that isn't 0.
 */
export function run([command, ...args], { cwd = root, extraEnv = {}, timeout = 10 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, ...extraEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    })
    let output = ''
    let late = false
    let straggler
    running.add(child)
    const clock = setTimeout(() => {
      late = true
      stop(child, 'SIGKILL')
    }, timeout)
    const done = (code, words = '') => {
      clearTimeout(clock)
      clearTimeout(straggler)
      running.delete(child)
      if (late) words = `${command} took longer than ${timeout / 1000} s and was stopped.\n`
      resolve({ code: late ? 1 : code, output: output + words })
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => (output += text))
    }
    child.on('error', (error) => done(1, `${command} could not be started: ${error.message}\n`))
    child.on('close', (code) => done(code ?? 1))
    // Something left running in the background would hold the pipes open for ever.
    child.on('exit', (code) => {
      straggler = setTimeout(() => {
        stop(child, 'SIGKILL')
        done(code ?? 1)
      }, 2000)
    })
  })
}
