import { existsSync } from 'node:fs'
import { findWidget } from '../http/assets.js'
import { lookAtCalls } from './doctor/calls.js'
import { type Finding, type Note, printed } from './doctor/findings.js'
import { lookAtFiles, lookAtFolder, lookAtOrigins } from './doctor/machine.js'
import { lookAtPostgres } from './doctor/postgres.js'
import { lookAtRecords, lookForKeys } from './doctor/records.js'
import { lookAtRedis } from './doctor/redis.js'
import { needsFolder, withStoreOf } from './records.js'
import { type Environment, readCommand, type Settings } from './settings.js'
import { Trouble } from './trouble.js'

const HELP = `Looks whether everything a server stands on is well: its settings, keys and records, whose pages may connect, TURN servers,
Redis, Postgres, clocks, and how many files may be open. Says what is wrong, and what to do.

Usage
  stranger-chat doctor [the server's own options] [--head HASH] [--json]

Options
  --data FOLDER   The server's data folder. Default ./stranger-chat-data. The server may be running.
  --head HASH     A head that this command printed before and that was kept elsewhere: the ledger must still contain it.
  --json          One object instead of sentences: {"ok", "findings": [{"level", "about", "text"}]}.
  And all that the server takes, so that it looks at the same: --config, --redis, --postgres, --keys, --turn …

Exit code 0: nothing is broken; 1: something is; 2: a setting is wrong.
`
const HASH = /^[A-Za-z0-9_-]{43}$/

/** `stranger-chat doctor`. @returns the exit code, 1 where something is broken */
export async function doctor(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  const { head, isJson, rest } = ownOf(args)
  if (head !== undefined && !HASH.test(head))
    throw new Trouble(2, '--head takes 43 characters, as this command prints them.')
  const command = await readCommand(rest, env)
  if (command.kind !== 'serve') {
    out(HELP)
    return 0
  }
  const findings: Finding[] = []
  const note: Note = (level, about, text) => {
    const finding = { level, about, text }
    findings.push(finding)
    if (!isJson) out(printed(finding))
  }
  await look(command.settings, head, note)
  const isWell = findings.every(({ level }) => level !== 'broken')
  if (isJson) out(`${JSON.stringify({ ok: isWell, findings }, undefined, 2)}\n`)
  return isWell ? 0 : 1
}

async function look(settings: Settings, head: string | undefined, note: Note): Promise<void> {
  const { data, redis, redisPersists = false, postgres } = settings
  const isThere = existsSync(data)
  if (needsFolder(settings) && !isThere)
    throw new Trouble(
      1,
      `There is no data folder ${data} yet. Start the server once, or name its folder: --data FOLDER`,
    )
  if (isThere) lookAtFolder(data, note)
  lookForKeys(settings, note)
  // A database that is behind isn't brought up to date by who only looks.
  if (postgres === undefined || (await lookAtPostgres(postgres, note)))
    await withStoreOf(settings, (store) => lookAtRecords(settings, store, head, note)).catch(
      (cause: unknown) => {
        if (!(cause instanceof Trouble)) throw cause
        note('broken', 'records', cause.message)
      },
    )
  if (redis !== undefined) {
    await lookAtRedis(redis, redisPersists, note)
    if (postgres === undefined)
      note(
        'look',
        'records',
        'chats are shared over Redis, and blocks and cases are each server\u2019s own: name a --postgres',
      )
  }
  await lookAtCalls(settings, note)
  lookAtOrigins(settings, note)
  lookAtFiles(settings, note)
  if (findWidget() === undefined)
    note('broken', 'element', "its files weren't found, so /stranger-chat.js is a 404")
  else note('ok', 'element', 'its files are there')
}

/** What is the doctor's own among the arguments; a head may begin with a hyphen, and is no option then. */
function ownOf(args: readonly string[]): {
  readonly head: string | undefined
  readonly isJson: boolean
  readonly rest: readonly string[]
} {
  const rest: string[] = []
  let head: string | undefined
  let isJson = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--json') isJson = true
    else if (arg === '--head') head = args[++i] ?? ''
    else if (arg.startsWith('--head=')) head = arg.slice('--head='.length)
    else rest.push(arg)
  }
  return { head, isJson, rest }
}
