import { Invalid, type NoticeRequest, noticeRequest } from '@stranger-chat/core/api'

const FIELDS = ['text', 'law', 'name', 'email'] as const
export type Field = (typeof FIELDS)[number]
/** What stands in the fields. */
export type Typed = Readonly<Record<Field, string>>

export const BLANK: Typed = { text: '', law: '', name: '', email: '' }

/** What came in, read and not judged. */
export interface Form {
  readonly typed: Typed
  /** As somebody copied it, without the line breaks of wherever it was kept. */
  readonly receipt: string
  /** Ours, from when the form was opened. */
  readonly secret: string | undefined
}

const SECRET = /^[A-Za-z0-9_-]{8,64}$/

/** A body as a browser makes it of a form, or somebody of their own. Never throws. */
export function readForm(body: string): Form {
  const fields = new URLSearchParams(body)
  // CR LF is how a form says that somebody pressed Enter; counted, it would be two characters.
  const said = (name: string): string => (fields.get(name) ?? '').replaceAll(/\r\n?/g, '\n').trim()
  const secret = said('form')
  return {
    typed: { text: said('text'), law: said('law'), name: said('name'), email: said('email') },
    receipt: said('receipt').replaceAll(/\s+/g, ''),
    secret: SECRET.test(secret) ? secret : undefined,
  }
}

/** Stands in for a text that is wrong, so that what else is wrong is found too. */
const FITTING = 'x'.repeat(100)

/** A notice, or every field that is wrong. */
export function judge({ text, ...optional }: Typed): NoticeRequest | ReadonlySet<Field> {
  const said: Partial<Record<Field, string>> = { text }
  for (const [name, value] of Object.entries(optional)) if (value !== '') said[name as Field] = value
  const wrong = new Set<Field>()
  for (;;) {
    const checked = noticeRequest.check(said)
    if (!(checked instanceof Invalid)) return wrong.size === 0 ? checked : wrong
    const at = FIELDS.find((field) => field === checked.at)
    if (at === undefined || wrong.has(at)) throw new Error('A notice asks for what the form hasn’t.')
    wrong.add(at)
    if (at === 'text') said.text = FITTING
    else delete said[at]
  }
}
