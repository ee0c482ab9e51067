import type { Catalogues } from '../../controllers/phrases.js'
import type { MessageKey } from '../../messages.js'

/** Where each language has its sentences of this part. */
const report: Catalogues<MessageKey> = {
  ar: () => import('../report/ar.js'),
  de: () => import('../report/de.js'),
  es: () => import('../report/es.js'),
  fa: () => import('../report/fa.js'),
  fr: () => import('../report/fr.js'),
  hi: () => import('../report/hi.js'),
  id: () => import('../report/id.js'),
  it: () => import('../report/it.js'),
  ja: () => import('../report/ja.js'),
  ko: () => import('../report/ko.js'),
  pt: () => import('../report/pt.js'),
  ru: () => import('../report/ru.js'),
  tr: () => import('../report/tr.js'),
  uk: () => import('../report/uk.js'),
  zh: () => import('../report/zh.js'),
}

export default report
