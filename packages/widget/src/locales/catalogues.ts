import type { Catalogues } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'

type Part = Catalogues<MessageKey>

/** What each language says, cut as the rooms are: a file for each, fetched with the room it belongs to. English comes with the rooms. */
export const CHAT: Part = {
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  de: () => import('./de.js'),
  id: () => import('./id.js'),
  it: () => import('./it.js'),
  pt: () => import('./pt.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  zh: () => import('./zh.js'),
  ru: () => import('./ru.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
}
export const AFTER: Part = {
  es: () => import('./after/es.js'),
  fr: () => import('./after/fr.js'),
  de: () => import('./after/de.js'),
  id: () => import('./after/id.js'),
  it: () => import('./after/it.js'),
  pt: () => import('./after/pt.js'),
  ja: () => import('./after/ja.js'),
  ko: () => import('./after/ko.js'),
  zh: () => import('./after/zh.js'),
  ru: () => import('./after/ru.js'),
  tr: () => import('./after/tr.js'),
  uk: () => import('./after/uk.js'),
}
export const REPORT: Part = {
  es: () => import('./report/es.js'),
  fr: () => import('./report/fr.js'),
  de: () => import('./report/de.js'),
  id: () => import('./report/id.js'),
  it: () => import('./report/it.js'),
  pt: () => import('./report/pt.js'),
  ja: () => import('./report/ja.js'),
  ko: () => import('./report/ko.js'),
  zh: () => import('./report/zh.js'),
  ru: () => import('./report/ru.js'),
  tr: () => import('./report/tr.js'),
  uk: () => import('./report/uk.js'),
}
export const CALLS: Part = {
  es: () => import('./calls/es.js'),
  fr: () => import('./calls/fr.js'),
  de: () => import('./calls/de.js'),
  id: () => import('./calls/id.js'),
  it: () => import('./calls/it.js'),
  pt: () => import('./calls/pt.js'),
  ja: () => import('./calls/ja.js'),
  ko: () => import('./calls/ko.js'),
  zh: () => import('./calls/zh.js'),
  ru: () => import('./calls/ru.js'),
  tr: () => import('./calls/tr.js'),
  uk: () => import('./calls/uk.js'),
}
