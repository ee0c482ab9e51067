import type { StrangerChatError } from './errors.js'

/** One promise at a time, shared by all who ask while it is open. */
export class Awaited<T> {
  #open: {
    readonly promise: Promise<T>
    readonly resolve: (value: T) => void
    readonly reject: (error: StrangerChatError) => void
  } | null = null

  promise(): Promise<T> {
    if (!this.#open) {
      let resolve!: (value: T) => void
      let reject!: (error: StrangerChatError) => void
      const promise = new Promise<T>((yes, no) => {
        resolve = yes
        reject = no
      })
      // Somebody who doesn't look at the promise must not get an unhandled rejection for it.
      promise.catch(() => {})
      this.#open = { promise, resolve, reject }
    }
    return this.#open.promise
  }

  resolve(value: T): void {
    const open = this.#open
    this.#open = null
    open?.resolve(value)
  }

  reject(error: StrangerChatError): void {
    const open = this.#open
    this.#open = null
    open?.reject(error)
  }
}
