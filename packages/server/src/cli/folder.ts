import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Trouble } from './trouble.js'

/**
 * Makes a folder and those above it. Not `recursive` in one go: where nothing can be made at all, such as in /proc, that
 * never returns.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  const path = resolve(folder)
  if (existsSync(path)) return
  makeFolders(dirname(path), mode)
  mkdirSync(path, { mode })
}

/** Makes the data folder, its owner's alone, or says why it can't be used. @throws Trouble */
export function makeFolder(folder: string): void {
  const path = resolve(folder)
  try {
    makeFolders(path, 0o700)
    if (!statSync(path).isDirectory()) throw new Error('it is a file')
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(1, `The data folder ${path} can't be used: ${why}. Choose another one: --data FOLDER`)
  }
}
