import type { ClientStorage, KeyValue } from './types.js'

/** The part of a browser's `Storage` we use. */
export interface StorageLike {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, value: string) => void
  readonly removeItem: (key: string) => void
}
/** The part of `window` that `browserStorage` reads, and only once something is to be kept. */
export interface StorageWindow {
  readonly localStorage: StorageLike
  readonly sessionStorage: StorageLike
}
/** `device`: the identity stays, the rest goes with the tab. `session`: all goes with the tab. `none`: nothing is kept. */
export type StoragePolicy = 'device' | 'session' | 'none'

/**
 * What the client keeps in a browser (P-KEEP). Nothing is read or written before the client has something to keep.
 * Storage that is full or forbidden is replaced by memory, silently: the chat goes on, a reload ends it.
 */
export function browserStorage(policy: StoragePolicy, window: StorageWindow): ClientStorage {
  if (policy === 'none') return { device: null, session: null }
  const session = steady(() => window.sessionStorage)
  return { device: policy === 'session' ? session : steady(() => window.localStorage), session }
}

function steady(storage: () => StorageLike): KeyValue {
  const memory = new Map<string, string>()
  return {
    get(key) {
      try {
        return memory.get(key) ?? storage().getItem(key)
      } catch {
        return null
      }
    },
    set(key, value) {
      try {
        storage().setItem(key, value)
        memory.delete(key)
      } catch {
        memory.set(key, value)
        // A stale value would be worse than none after a reload.
        removeFrom(storage, key)
      }
    },
    remove(key) {
      memory.delete(key)
      removeFrom(storage, key)
    },
  }
}

function removeFrom(storage: () => StorageLike, key: string): void {
  try {
    storage().removeItem(key)
  } catch {
    // Forbidden storage holds nothing of ours.
  }
}
