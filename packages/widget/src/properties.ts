import type { PropertyDeclarations } from 'lit'
import { interestList, languageList } from './welcome/wishes.js'

const list = (parse: (raw: unknown) => readonly string[]) => ({
  converter: { fromAttribute: (raw: string | null) => parse(raw ?? '') },
})

/** Attributes carry words and switches; whatever is an object is a property only. */
export const properties: PropertyDeclarations = {
  server: {},
  layout: { reflect: true },
  modes: list((raw) =>
    String(raw)
      .split(/[\s,]+/)
      .filter(Boolean),
  ),
  theme: { reflect: true },
  look: { reflect: true },
  languages: list(languageList),
  interests: list(interestList),
  storage: {},
  storageKey: { attribute: 'storage-key' },
  label: {},
  maxMessages: { attribute: 'max-messages', type: Number },
  disabled: { type: Boolean, reflect: true },
  withoutTyping: { attribute: 'without-typing', type: Boolean },
  client: { attribute: false },
  i18n: { attribute: false },
  linkPolicy: { attribute: false },
}
