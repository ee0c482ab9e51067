import { readFileSync, statSync } from 'node:fs'
import type { Settings } from '../settings.js'
import type { Note } from './findings.js'

/** Files that are open beside connections: the database, Redis, the program itself. */
const BESIDE = 200
const MAX_CONNECTIONS = 50_000

/** Whether the folder is its owner's alone. Its keys say so themselves when they are read. */
export function lookAtFolder(data: string, note: Note): void {
  if (process.platform === 'win32') return
  const mode = statSync(data).mode & 0o777
  if ((mode & 0o077) === 0) note('ok', 'data', `${data} is its owner's alone`)
  else
    note(
      'broken',
      'data',
      `others on this machine can look into ${data} (mode ${mode.toString(8)}). Close it: chmod 700 ${data}`,
    )
}

/** Whose pages may connect. */
export function lookAtOrigins({ origins = [] }: Settings, note: Note): void {
  if (origins.length === 0)
    note(
      'ok',
      'origin',
      "this server's own pages and those on localhost; for others: --origin https://your.site",
    )
  for (const origin of origins) {
    const { protocol, hostname } = new URL(origin)
    const isNear = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
    if (protocol === 'https:' || isNear) note('ok', 'origin', `pages of ${origin} may connect`)
    else
      note(
        'look',
        'origin',
        `pages of ${origin} may connect, and are not encrypted: no camera works there, and anybody on the way reads along`,
      )
  }
}

/** How many connections the system lets a process hold. @param limits what `/proc/self/limits` says */
export function lookAtFiles({ maxConnections }: Settings, note: Note, limits = limitsHere()): void {
  const said = /^Max open files\s+(\S+)/m.exec(limits ?? '')?.[1]
  if (said === undefined)
    return note('ok', 'open files', "how many there may be can't be told on this system")
  const most = said === 'unlimited' ? Infinity : Number(said)
  const needed = (maxConnections ?? MAX_CONNECTIONS) + BESIDE
  if (most >= needed)
    return note('ok', 'open files', `${said} may be open, enough for ${needed - BESIDE} connections`)
  note(
    maxConnections === undefined ? 'look' : 'broken',
    'open files',
    `${said} may be open in this shell, and ${needed - BESIDE} connections are taken: past ${Math.max(0, most - BESIDE)} they fail. Raise it where the server starts (systemd: LimitNOFILE=${needed}, a shell: ulimit -n ${needed}), or set maxConnections`,
  )
}

function limitsHere(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return undefined
  }
}
