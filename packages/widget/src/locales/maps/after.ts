import type { Catalogues } from '../../controllers/phrases.js'
import type { MessageKey } from '../../messages.js'

/** Where each language has its sentences of this part. */
const after: Catalogues<MessageKey> = {
  ar: () => import('../after/ar.js'),
  de: () => import('../after/de.js'),
  es: () => import('../after/es.js'),
  fa: () => import('../after/fa.js'),
  fr: () => import('../after/fr.js'),
  hi: () => import('../after/hi.js'),
  id: () => import('../after/id.js'),
  it: () => import('../after/it.js'),
  ja: () => import('../after/ja.js'),
  ko: () => import('../after/ko.js'),
  pt: () => import('../after/pt.js'),
  ru: () => import('../after/ru.js'),
  tr: () => import('../after/tr.js'),
  uk: () => import('../after/uk.js'),
  zh: () => import('../after/zh.js'),
}

export default after
