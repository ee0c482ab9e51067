import type { Desk, Reason, Report, ReportPreview, WhichChat } from '@stranger-chat/core'

/** A report on its way: what the person has chosen so far. It stays when the dialog closes, or when sending fails. */
export interface Draft {
  /** The chat's own id, so that the next match can't slip under it. */
  readonly chat: string
  readonly reason: Reason | null
  readonly picked: ReadonlySet<number>
  /** The entry that the keyboard stands on, by offset. */
  readonly at: number | null
  readonly note: string
  /** The pictures that go along, held so that none is kept by it. */
  readonly pictures: WeakSet<Blob>
  /** How many of them the server had no room for. */
  readonly unkept: number
  readonly sending: boolean
  /** Why it didn't go through. */
  readonly failed: string | null
  readonly done: Report | null
}

export const draftOf = (chat: string): Draft => ({
  chat,
  reason: null,
  picked: new Set(),
  at: null,
  note: '',
  pictures: new WeakSet(),
  unkept: 0,
  sending: false,
  failed: null,
  done: null,
})

/** Under which name the client holds that chat now; null when it holds it no longer. */
export const whichIs = (desk: Desk | null, chat: string): WhichChat | null =>
  (['current', 'previous'] as const).find((which) => desk?.preview(which)?.chat === chat) ?? null

/** What the draft would hand in as it stands. */
export function previewOf(desk: Desk | null, { chat, picked }: Draft): ReportPreview | null {
  const which = whichIs(desk, chat)
  return desk && which && desk.preview(which, [...picked])
}

/** Picks an entry, or takes the pick back. */
export function toggled(picked: ReadonlySet<number>, offset: number): ReadonlySet<number> {
  const after = new Set(picked)
  if (!after.delete(offset)) after.add(offset)
  return after
}
