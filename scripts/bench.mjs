import { spawn } from 'node:child_process'
import { buildAll } from './lib/build.mjs'
import { root } from './lib/run.mjs'

// `npm run bench`: measures what is built from the sources as they are now.

await buildAll()
const bench = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', 'bench/main.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => bench.kill(signal))
bench.on('exit', (code) => process.exit(code ?? 1))
