import type { ClientStorage, KeyValue } from '../client/types.js'

export function memoryKeys(): KeyValue & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    get: (key) => entries.get(key) ?? null,
    set: (key, value) => void entries.set(key, value),
    remove: (key) => void entries.delete(key),
  }
}

/** Storage that lives as long as the object: hand the same one to a second client to play a reload. */
export function memoryStorage(): ClientStorage & {
  readonly device: ReturnType<typeof memoryKeys>
  readonly session: ReturnType<typeof memoryKeys>
} {
  return { device: memoryKeys(), session: memoryKeys() }
}
