import { Localize } from '../controllers/localize.js'
import chat from '../locales/en.js'

/** The words of an element whose panel is there. */
export function panelWords(): Localize {
  const words = new Localize()
  words.add(chat)
  return words
}
