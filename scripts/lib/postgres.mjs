import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages } from './programs.mjs'

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
  installPackages('postgresql')
  return postgresFolder() !== undefined
}
