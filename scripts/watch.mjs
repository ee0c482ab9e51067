import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './lib/build.mjs'
import { reloadProxy } from './lib/reload-proxy.mjs'
import { pnpm, root } from './lib/run.mjs'
import { serve } from './lib/serve.mjs'

// `pnpm watch`: a saved change is in the browser within two seconds. Each package's own builder watches its sources;
// this watches what they build, restarts the server where it has changed, and then reloads the open pages.

const port = Number(process.env.PORT ?? 8787)
let server
let restarting = Promise.resolve()

async function restart() {
  const old = server
  server = undefined
  await old?.stop()
  try {
    const quiet = (text) => server === undefined || process.stdout.write(text)
    server = await serve('packages/server/dist/cli.js', ['--dev'], { cwd: root, onOutput: quiet })
  } catch (error) {
    console.error(error.message)
  }
}

const proxy = reloadProxy(() => server?.port)

/** Calls `react` once things have been still for a moment: a build writes many files. */
function onChange(folder, react) {
  let clock
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (file?.endsWith('.d.ts')) return
    clearTimeout(clock)
    clock = setTimeout(() => react(), 100)
  })
}

function builder(name, ...line) {
  const child = spawn(pnpm[0], [...pnpm.slice(1), '--filter', `@stranger-chat/${name}`, 'exec', ...line], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (/error/i.test(text)) process.stdout.write(text)
  })
  process.on('exit', () => child.kill())
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0))

await buildAll()
await restart()
process.on('exit', () => server?.stop())
await proxy.listen(port).catch((error) => {
  console.error(`Port ${port} can't be used (${error.code}): free it or set PORT to another.`)
  process.exit(1)
})

builder('core', 'tsup', '--watch', 'src')
builder('server', 'tsup', '--watch', 'src')
builder('widget', 'tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput')
builder('widget', 'rollup', '-c', '--watch', '--silent')

const restartThenReload = () => {
  restarting = restarting.then(restart).then(proxy.reload)
}
onChange('packages/core/dist', restartThenReload)
onChange('packages/server/dist', restartThenReload)
onChange('packages/widget/cdn', proxy.reload)
console.log(`Watching: open http://localhost:${port}`)
