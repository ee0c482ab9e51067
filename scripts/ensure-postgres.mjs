import { installPostgres, postgresFolder } from './lib/postgres.mjs'

// Tests of the store on Postgres start a server of their own: an installed one, or Debian's where this run may install packages.

if (!postgresFolder()) {
  console.log('No Postgres found: installing the system package (about half a minute) …')
  if (!installPostgres()) {
    console.error(
      'No Postgres found: install the `postgresql` package, or set PG_BIN to the folder of initdb and postgres.',
    )
    process.exit(1)
  }
}
console.log(postgresFolder())
