import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './lib/run.mjs'

// `npm run sim`: the whole system under a virtual clock, from the sources as they are now.

const line = ['--import', './scripts/sources.mjs', 'sim/main.ts', ...process.argv.slice(2)]
const sim = spawn(process.execPath, line, { cwd: join(root, 'packages/server'), stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => sim.kill(signal))
sim.on('exit', (code) => process.exit(code ?? 1))
