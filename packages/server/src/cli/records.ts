import { existsSync } from 'node:fs'
import type { Store } from '../ports/store.js'
import { placeOf } from '../server.js'
import { openStore, StoreError } from '../sql/store.js'
import { type Environment, readCommand, type Settings } from './settings.js'
import { makeFolder } from './folder.js'
import { Trouble } from './trouble.js'

/** What commands that look into the records are told of where those lie. */
export interface Where {
  readonly data?: string | undefined
  readonly config?: string | undefined
}

/** Opens the store a server of the same settings would open, beside it if it runs. */
export async function withStore(
  { data, config }: Where,
  env: Environment,
  work: (store: Store, settings: Settings) => Promise<void>,
): Promise<void> {
  const args = [
    ...(data === undefined ? [] : ['--data', data]),
    ...(config === undefined ? [] : ['--config', config]),
  ]
  const command = await readCommand(args, env)
  if (command.kind !== 'serve') return
  const folder = command.settings.data
  if (!existsSync(folder))
    throw new Trouble(
      1,
      `There is no data folder ${folder} yet. Start the server once, or name its folder: --data FOLDER`,
    )
  makeFolder(folder)
  let store: Store
  try {
    store = await openStore(placeOf(command.settings))
  } catch (cause) {
    if (cause instanceof StoreError) throw new Trouble(1, cause.message)
    throw cause
  }
  try {
    await work(store, command.settings)
  } finally {
    await store.close()
  }
}
