import type { CaseFile } from '@stranger-chat/core/api'
import type { Draft } from '../drafts.js'

/** A decision that can still be taken back. */
export interface Undo {
  readonly file: CaseFile
  readonly draft: Draft
  readonly version: number
  readonly until: number
}

/** What was just decided, oldest first, as long as it can be taken back. */
export class Undos {
  list: readonly Undo[] = []

  get last(): Undo | undefined {
    return this.list.at(-1)
  }

  add(undo: Undo): void {
    this.list = [...this.list, undo]
  }

  drop(which: Undo): void {
    this.list = this.list.filter((one) => one !== which)
  }

  clear(): void {
    this.list = []
  }

  /** Forgets what can't be taken back any more. */
  expire(now: number): void {
    const left = this.list.filter(({ until }) => until > now)
    if (left.length !== this.list.length) this.list = left
  }
}
