import type { CaseFile, Decided } from '@stranger-chat/core/api'
import type { Draft } from '../drafts.js'

/** A decision that can still be taken back. */
export interface Undo extends Decided {
  readonly file: CaseFile
  readonly draft: Draft
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
    const left = this.list.filter(({ undoUntil }) => undoUntil > now)
    if (left.length !== this.list.length) this.list = left
  }
}
