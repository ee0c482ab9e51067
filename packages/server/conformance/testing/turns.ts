import type { Defect, Loose } from './broken.js'

/** A way to break the protocol, and the clauses that the kit must report for it, and no others of those it tries. */
export interface Known {
  readonly clauses: readonly string[]
  readonly defect: Defect
}

export const isOf = (frame: Loose, type: string): boolean => frame['type'] === type
export const bodyOf = (frame: Loose): Loose => (frame['body'] ?? {}) as Loose
export const withBody = (frame: Loose, change: Loose): Loose => ({
  ...frame,
  body: { ...bodyOf(frame), ...change },
})
export const acksOf = (frame: Loose): readonly (readonly unknown[])[] =>
  (frame['acked'] ?? []) as readonly unknown[][]

/** Changes frames of one type that the server sends. */
export const said = (type: string, change: (frame: Loose) => readonly Loose[]): Defect => ({
  fromServer: (frame) => (isOf(frame, type) ? change(frame) : undefined),
})
/** Changes frames of one type before the server reads them. */
export const heard = (type: string, change: (frame: Loose) => readonly Loose[]): Defect => ({
  fromClient: (frame) => (isOf(frame, type) ? change(frame) : undefined),
})
export const without = (frame: Loose, key: string): Loose => ({ ...frame, [key]: undefined })
