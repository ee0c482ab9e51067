import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root, run } from '../../scripts/lib/run.mjs'

/** The apps of examples/frameworks, away from the workspace: what they need comes from their own lockfile, or not at all. */

const sources = join(root, 'examples/frameworks')

/** Their names, as their folders have them. */
export const frameworks: readonly string[] = readdirSync(sources).filter((name) =>
  existsSync(join(sources, name, 'package.json')),
)

export interface Workshop {
  /** Copies an app and installs what its lockfile says; resolves with its folder. */
  readonly install: (name: string) => Promise<string>
  readonly remove: () => void
}

/** A folder of its own with our packages packed, for as many apps as are wanted. Needs a build. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-frameworks-'))
  const { code, output } = await run(['node', join(sources, 'pack.mjs'), join(folder, 'packed')])
  if (code !== 0) throw new Error(output)
  return {
    install: async (name) => {
      const app = join(folder, name)
      const isSource = (file: string): boolean =>
        !/^(node_modules|dist|\.angular)\b/.test(relative(from, file))
      const from = join(sources, name)
      cpSync(from, app, { recursive: true, filter: isSource })
      // No package's own script is needed, so none may run.
      const flags = ['--ignore-scripts', '--prefer-offline', '--include=dev', '--no-audit', '--no-fund']
      await npm(app, ['ci', ...flags], {
        why: `What the ${name} app needs can't be installed: it takes the npm registry, or npm's cache of an earlier run.`,
      })
      return app
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Checks an app's types, if that isn't part of its build. */
export const checkTypes = (app: string): Promise<void> =>
  npm(app, ['run', 'types', '--if-present'], { why: "The app's types don't check." })

/** Builds an app to talk to this server, as its framework has it: `development` is what only a dev build looks at. */
export async function build(
  app: string,
  server: string,
  mode: 'production' | 'development' = 'production',
): Promise<void> {
  const isAngular = existsSync(join(app, 'angular.json'))
  const args = isAngular ? ['--', '--define', `CHAT_SERVER='${server}'`] : []
  const env = { NODE_ENV: mode, VITE_CHAT_SERVER: server, NG_CLI_ANALYTICS: 'false' }
  await npm(app, ['run', 'build', ...args], { env, why: "The app can't be built." })
}

async function npm(
  cwd: string,
  args: readonly string[],
  { why, env = {} }: { readonly why: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const { code, output } = await run(['npm', ...args], { cwd, extraEnv: env, timeout: 240_000 })
  if (code !== 0) throw new Error(`${why}\n${output}`)
}

interface Locked {
  readonly version: string
  readonly resolved?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** An app's lockfile, as it is checked in. */
export const lockOf = (name: string): { readonly packages: Readonly<Record<string, Locked>> } =>
  JSON.parse(readFileSync(join(sources, name, 'package-lock.json'), 'utf8')) as ReturnType<typeof lockOf>
