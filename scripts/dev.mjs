import { spawn } from 'node:child_process'
import { buildAll } from './lib/build.mjs'
import { root } from './lib/run.mjs'

// `npm start`: builds everything, then serves it as an operator would, with --dev.

await buildAll()
console.log('Starting … The playground will be at /playground.')
const server = spawn(process.execPath, ['packages/server/dist/cli.js', '--dev', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
// The server takes its time to say goodbye to everybody: wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 1))
