import { createRequire } from 'node:module'
import { doctor } from './doctor.js'
import { HELP } from './help.js'
import { keys } from './keys.js'
import { moderator } from './moderator.js'
import { papers } from './papers.js'
import { serve } from './serve.js'
import { type Environment, readCommand } from './settings.js'
import { Trouble } from './trouble.js'

/** Runs the command. @returns the exit code, for `serve` when the server has stopped */
export async function main(args: readonly string[], env: Environment): Promise<number> {
  // A tool of its own, for whoever's server; it knows nothing of this one.
  if (args[0] === 'conformance') {
    const { conformance } = await import('@stranger-chat/server/conformance')
    return await conformance(args.slice(1), {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
    })
  }
  const out = (text: string): void => void process.stdout.write(text)
  try {
    if (args[0] === 'moderator') return await moderator(args.slice(1), env, out)
    if (args[0] === 'papers') return await papers(args.slice(1), env, out)
    if (args[0] === 'keys') return await keys(args.slice(1), env, out)
    if (args[0] === 'doctor') return await doctor(args.slice(1), env, out)
    const command = await readCommand(args, env)
    if (command.kind === 'help') process.stdout.write(HELP)
    else if (command.kind === 'version') process.stdout.write(`${version()}\n`)
    else return await serve(command.settings, version())
    return 0
  } catch (cause) {
    if (!(cause instanceof Trouble)) throw cause
    process.stderr.write(`stranger-chat: ${cause.message}\n`)
    return cause.exitCode
  }
}

function version(): string {
  const manifest = createRequire(import.meta.url)('@stranger-chat/server/package.json') as {
    readonly version: string
  }
  return manifest.version
}
