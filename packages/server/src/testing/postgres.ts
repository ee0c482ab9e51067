import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './port.js'

/** A Postgres server of a test's own, on a free port and in a folder of its own. */
export interface TestPostgres {
  /** Where its files lie. */
  readonly folder: string
  /** The URL of a new, empty database. */
  readonly database: () => string
  readonly stop: () => Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'
const PASSWORD = 'correct-horse'

/** @throws if none is installed */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPrograms()
  // Postgres refuses to run as root; Debian's package brings a user for it.
  const user = process.getuid?.() === 0 ? userOf('postgres') : undefined
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const run = (program: string, args: readonly string[]) =>
    execFileSync(join(programs, program), args, {
      ...{ ...user, cwd: folder, stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } },
    })
  run('initdb', ['-D', join(folder, 'data'), '-U', 'chat', '-A', 'trust', '-E', 'UTF8', '--no-sync'])

  const port = await freePort()
  const settings = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'],
    ...['full_page_writes=off', 'max_connections=50', 'autovacuum=off'],
  ]
  const args = ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((set) => ['-c', set])]
  const server = spawn(join(programs, 'postgres'), args, {
    ...{ ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  })
  const kill = () => void server.kill('SIGKILL')
  process.once('exit', kill)
  await ready(server)

  const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', 'chat']
  let count = 0
  return {
    folder,
    database() {
      const name = `test${count++}`
      run('createdb', [...connection, name])
      return `postgres://chat:${PASSWORD}@127.0.0.1:${port}/${name}`
    },
    async stop() {
      const ended = once(server, 'close')
      // Immediately: the folder goes anyway.
      server.kill('SIGQUIT')
      await ended
      process.off('exit', kill)
      rmSync(folder, { recursive: true })
    },
  }
}

function findPrograms(): string {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN, version, 'bin'))
    : []
  const { PG_BIN, PATH = '' } = process.env
  const folders = PG_BIN === undefined ? [...debian, ...PATH.split(delimiter)] : [PG_BIN]
  const found = folders.find((folder) =>
    ['initdb', 'postgres', 'createdb'].every((name) => existsSync(join(folder, name))),
  )
  if (found !== undefined) return found
  throw new Error(
    'No Postgres found: run `node scripts/ensure-postgres.mjs`, install the `postgresql` package, ' +
      'or set PG_BIN to the folder of initdb and postgres.',
  )
}

function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Resolves when it takes connections. */
async function ready(server: ChildProcess): Promise<void> {
  if (server.stderr === null) throw new Error('Its words are read from a pipe.')
  const said: string[] = []
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line)
    if (line.includes('ready to accept connections')) {
      // What it says later is nobody's, but has to go somewhere.
      server.stderr.resume()
      return
    }
  }
  throw new Error(`Postgres didn't start:\n${said.join('\n')}`)
}
