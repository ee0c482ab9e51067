import type calls from './locales/calls/en.js'
import type en from './locales/en.js'
import type report from './report/words.js'

/** One sentence, or its plural forms by the categories of `Intl.PluralRules`; `other` is always there. */
export type Text =
  | string
  | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })
type ChatKey = keyof typeof en | keyof typeof report
export type MessageKey = ChatKey | keyof typeof calls
/** All the words there are: plain data, JSON-serialisable, one for each element. */
export type Messages = Readonly<Record<MessageKey, Text>>
/** A language's catalogue, and the one of its words for voice and video. */
export type ChatMessages = Readonly<Record<ChatKey, Text>>
export type CallMessages = Readonly<Record<keyof typeof calls, Text>>
export type Values = Readonly<Record<string, string | number>>
