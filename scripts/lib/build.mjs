import { pnpm, run } from './run.mjs'

/** Builds the packages in their order and says so; ends the process when one can't be built. */
export async function buildAll() {
  for (const name of ['core', 'widget', 'server', 'check', 'playground']) {
    console.log(`Building ${name} …`)
    const { code, output } = await run([...pnpm, '--filter', `@stranger-chat/${name}`, 'run', 'build'])
    if (code === 0) continue
    console.error(output)
    console.error(`${name} could not be built: the lines above say why.`)
    process.exit(1)
  }
}
