import type { Store } from './types.js'

/** A store with its writer's side. */
export interface Cell<T> extends Store<T> {
  /** Takes a value and returns whether it differs; nobody is told before `notify`. */
  readonly set: (value: T) => boolean
  readonly notify: () => void
}

interface Listener<T> {
  readonly call: (value: T) => void
  last: T
}

/** @param fault hears what a listener throws; the other listeners are told all the same */
export function cell<T>(initial: T, fault: (error: unknown) => void): Cell<T> {
  let value = initial
  const listeners = new Set<Listener<T>>()
  const tell = (listener: Listener<T>): void => {
    listener.last = value
    try {
      listener.call(value)
    } catch (error) {
      fault(error)
    }
  }
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return false
      value = next
      return true
    },
    notify() {
      // A copy, since listeners come and go while they are told.
      for (const listener of [...listeners]) {
        if (listeners.has(listener) && !Object.is(listener.last, value)) tell(listener)
      }
    },
    subscribe(call) {
      // Its own object, so that a function subscribed twice is told twice.
      const listener: Listener<T> = { call, last: value }
      listeners.add(listener)
      tell(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** A store as others get it: without its writer's side. */
export const readable = <T>({ get, subscribe }: Store<T>): Store<T> => ({ get, subscribe })

/** Sets an object and tells of it, unless it holds the same as the one before. */
export function put<T extends object>(into: Cell<T>, value: T): void {
  const before = into.get()
  const isSame = (Object.keys(value) as (keyof T)[]).every((key) => Object.is(before[key], value[key]))
  if (!isSame && into.set(value)) into.notify()
}
