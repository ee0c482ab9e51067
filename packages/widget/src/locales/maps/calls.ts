import type { Catalogues } from '../../controllers/phrases.js'
import type { MessageKey } from '../../messages.js'

/** Where each language has its sentences of this part. */
const calls: Catalogues<MessageKey> = {
  ar: () => import('../calls/ar.js'),
  de: () => import('../calls/de.js'),
  es: () => import('../calls/es.js'),
  fa: () => import('../calls/fa.js'),
  fr: () => import('../calls/fr.js'),
  hi: () => import('../calls/hi.js'),
  id: () => import('../calls/id.js'),
  it: () => import('../calls/it.js'),
  ja: () => import('../calls/ja.js'),
  ko: () => import('../calls/ko.js'),
  pt: () => import('../calls/pt.js'),
  ru: () => import('../calls/ru.js'),
  tr: () => import('../calls/tr.js'),
  uk: () => import('../calls/uk.js'),
  zh: () => import('../calls/zh.js'),
}

export default calls
