import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const DEBIAN = '/usr/lib/postgresql'

/** The folder of an installed Postgres server's programs: PG_BIN, else Debian's newest, else the first on PATH. */
export function postgresFolder() {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN, version, 'bin'))
    : []
  const path = (process.env.PATH ?? '').split(delimiter)
  const candidates = process.env.PG_BIN ? [process.env.PG_BIN] : [...debian, ...path]
  return candidates.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

/** Debian's Postgres, where this run may install packages; whether there is one now. */
export function installPostgres() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'postgresql')
  return postgresFolder() !== undefined
}
