import { existsSync } from 'node:fs'
import type { Store } from '../ports/store.js'
import { placeOf } from '../engines.js'
import { openStore, StoreError } from '../sql/store.js'
import { type Environment, readCommand, type Settings } from './settings.js'
import { makeFolder } from './folder.js'
import { Trouble } from './trouble.js'

/** What commands that look into the records are told of where those lie. */
export interface Where {
  readonly data?: string | undefined
  readonly keys?: string | undefined
  readonly config?: string | undefined
}

/** The settings a server would have that is told the same. */
export async function settingsOf({ data, keys, config }: Where, env: Environment): Promise<Settings> {
  const args = [
    ...(data === undefined ? [] : ['--data', data]),
    ...(keys === undefined ? [] : ['--keys', keys]),
    ...(config === undefined ? [] : ['--config', config]),
  ]
  const command = await readCommand(args, env)
  if (command.kind !== 'serve') throw new Error('Only settings were given.')
  return command.settings
}

/** Opens the store a server of the same settings would open, beside it if it runs. */
export async function withStore(
  where: Where,
  env: Environment,
  work: (store: Store, settings: Settings) => Promise<void>,
): Promise<void> {
  const settings = await settingsOf(where, env)
  await withStoreOf(settings, (store) => work(store, settings))
}

/** The same where the settings are known. */
export async function withStoreOf(settings: Settings, work: (store: Store) => Promise<void>): Promise<void> {
  const { data } = settings
  if (needsFolder(settings)) {
    if (!existsSync(data))
      throw new Trouble(
        1,
        `There is no data folder ${data} yet. Start the server once, or name its folder: --data FOLDER`,
      )
    makeFolder(data)
  }
  let store: Store
  try {
    store = await openStore(placeOf(settings))
  } catch (cause) {
    if (cause instanceof StoreError) throw new Trouble(1, cause.message)
    throw cause
  }
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

/** Whether anything lies in the data folder: not where keys and database are elsewhere. */
export const needsFolder = ({ keys, postgres }: Settings): boolean =>
  keys === undefined || postgres === undefined
