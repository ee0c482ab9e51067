import type { Catalogues } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'

type Part = Catalogues<MessageKey>

/** What each language says, cut as the rooms are: a file for each, fetched with the room it belongs to. English comes with the rooms. */
export const CHAT: Part = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fa: () => import('./fa.js'),
  fr: () => import('./fr.js'),
  hi: () => import('./hi.js'),
  id: () => import('./id.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  pt: () => import('./pt.js'),
  ru: () => import('./ru.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
  zh: () => import('./zh.js'),
}
export const AFTER: Part = {
  ar: () => import('./after/ar.js'),
  de: () => import('./after/de.js'),
  es: () => import('./after/es.js'),
  fa: () => import('./after/fa.js'),
  fr: () => import('./after/fr.js'),
  hi: () => import('./after/hi.js'),
  id: () => import('./after/id.js'),
  it: () => import('./after/it.js'),
  ja: () => import('./after/ja.js'),
  ko: () => import('./after/ko.js'),
  pt: () => import('./after/pt.js'),
  ru: () => import('./after/ru.js'),
  tr: () => import('./after/tr.js'),
  uk: () => import('./after/uk.js'),
  zh: () => import('./after/zh.js'),
}
export const REPORT: Part = {
  ar: () => import('./report/ar.js'),
  de: () => import('./report/de.js'),
  es: () => import('./report/es.js'),
  fa: () => import('./report/fa.js'),
  fr: () => import('./report/fr.js'),
  hi: () => import('./report/hi.js'),
  id: () => import('./report/id.js'),
  it: () => import('./report/it.js'),
  ja: () => import('./report/ja.js'),
  ko: () => import('./report/ko.js'),
  pt: () => import('./report/pt.js'),
  ru: () => import('./report/ru.js'),
  tr: () => import('./report/tr.js'),
  uk: () => import('./report/uk.js'),
  zh: () => import('./report/zh.js'),
}
export const CALLS: Part = {
  ar: () => import('./calls/ar.js'),
  de: () => import('./calls/de.js'),
  es: () => import('./calls/es.js'),
  fa: () => import('./calls/fa.js'),
  fr: () => import('./calls/fr.js'),
  hi: () => import('./calls/hi.js'),
  id: () => import('./calls/id.js'),
  it: () => import('./calls/it.js'),
  ja: () => import('./calls/ja.js'),
  ko: () => import('./calls/ko.js'),
  pt: () => import('./calls/pt.js'),
  ru: () => import('./calls/ru.js'),
  tr: () => import('./calls/tr.js'),
  uk: () => import('./calls/uk.js'),
  zh: () => import('./calls/zh.js'),
}
