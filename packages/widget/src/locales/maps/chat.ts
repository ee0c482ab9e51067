import type { Catalogues } from '../../controllers/phrases.js'
import type { MessageKey } from '../../messages.js'

/** Where each language has its sentences of this part. */
const chat: Catalogues<MessageKey> = {
  ar: () => import('../ar.js'),
  de: () => import('../de.js'),
  es: () => import('../es.js'),
  fa: () => import('../fa.js'),
  fr: () => import('../fr.js'),
  hi: () => import('../hi.js'),
  id: () => import('../id.js'),
  it: () => import('../it.js'),
  ja: () => import('../ja.js'),
  ko: () => import('../ko.js'),
  pt: () => import('../pt.js'),
  ru: () => import('../ru.js'),
  tr: () => import('../tr.js'),
  uk: () => import('../uk.js'),
  zh: () => import('../zh.js'),
}

export default chat
