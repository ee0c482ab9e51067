import type en from './locales/en.js'
import type report from './report/words.js'

/** One sentence, or its plural forms by the categories of `Intl.PluralRules`; `other` is always there. */
export type Text =
  | string
  | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })
export type MessageKey = keyof typeof en | keyof typeof report
/** A whole catalogue: plain data, JSON-serialisable, one for each element. */
export type Messages = Readonly<Record<MessageKey, Text>>
export type Values = Readonly<Record<string, string | number>>
