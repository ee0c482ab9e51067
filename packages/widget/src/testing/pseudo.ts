import after from '../locales/after/en.js'
import calls from '../locales/calls/en.js'
import chat from '../locales/en.js'
import report from '../locales/report/en.js'
import shell from '../locales/shell.js'
import type { Messages, Text } from '../messages.js'

/** How much longer a language may say it than English does: short words double, sentences grow by two fifths. */
const growth = (letters: number): number => (letters < 12 ? 1 : 0.4)

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'å',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  O: 'Ö',
  s: 'š',
  S: 'Š',
}

/** The same sentence, accented and longer; what is put into it stays. */
function stretched(text: string): string {
  const pieces = text.split(/(\{\w+\}|<[^>]*>|--\w+|\w+="[^"]*")/)
  const accented = pieces.map((piece, i) =>
    i % 2 === 1 ? piece : piece.replace(/[aeiousAEOS]/g, (letter) => ACCENTS[letter] ?? letter),
  )
  const more = Math.ceil(text.length * growth(text.length))
  return `${accented.join('')}${text.length < 12 ? '' : ' '}${'øne twø thrée '.repeat(more).slice(0, more).trim()}`
}

const pseudo = (text: Text): Text =>
  typeof text === 'string'
    ? stretched(text)
    : { other: stretched(text.other), ...(text.one === undefined ? {} : { one: stretched(text.one) }) }

/** Every sentence there is, as a language would have it that nobody speaks: what is still English, or cut off, shows. */
export const PSEUDO: Messages = Object.fromEntries(
  Object.entries({ ...shell, ...chat, ...after, ...report, ...calls }).map(([key, text]) => [
    key,
    pseudo(text),
  ]),
) as unknown as Messages
