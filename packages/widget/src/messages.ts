import type after from './locales/after/en.js'
import type calls from './locales/calls/en.js'
import type chat from './locales/en.js'
import type report from './locales/report/en.js'
import type shell from './locales/shell.js'

/** One sentence, or its plural forms by the categories of `Intl.PluralRules`; `other` is always there. */
export type Text =
  | string
  | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })
type Part<T> = Readonly<Record<keyof T, Text>>
/** A language's first file. */
export type ChatMessages = Part<typeof shell> & Part<typeof chat>
export type AfterMessages = Part<typeof after>
export type ReportMessages = Part<typeof report>
export type CallMessages = Part<typeof calls>
/** All the words there are: plain data, JSON-serialisable, one for each element. */
export type Messages = ChatMessages & AfterMessages & ReportMessages & CallMessages
export type MessageKey = keyof Messages
export type Values = Readonly<Record<string, string | number>>
