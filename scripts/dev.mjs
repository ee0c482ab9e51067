import { spawn } from 'node:child_process'
import { pnpm, root, run } from './lib/run.mjs'

// `npm start`: builds everything, then serves it as an operator would, with --dev.

for (const name of ['core', 'widget', 'server']) {
  console.log(`Building ${name} …`)
  const { code, output } = await run([...pnpm, '--filter', `@stranger-chat/${name}`, 'run', 'build'])
  if (code !== 0) {
    console.error(output)
    console.error(`${name} could not be built: the lines above say why.`)
    process.exit(1)
  }
}

console.log('Starting …')
const server = spawn(process.execPath, ['packages/server/dist/cli.js', '--dev', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 1))
