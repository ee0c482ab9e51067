import after from '@stranger-chat/widget/locales/after/en.js'
import calls from '@stranger-chat/widget/locales/calls/en.js'
import chat from '@stranger-chat/widget/locales/en.js'
import report from '@stranger-chat/widget/locales/report/en.js'
import shell from '@stranger-chat/widget/locales/shell.js'

type Forms = Readonly<Record<string, string>>

const PLAIN = 'AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz'
const MARKED = 'ÅåÇçĐđÉéĜĝĤĥÎîĶķĻļÑñÖöŘřŠšŢţÛûŴŵÝýŽž'

/**
 * English that is still legible, a third longer and between brackets: what is cut off lacks its end, and what stays plain comes from
 * no catalogue.
 */
export function pseudo(text: string): string {
  const marked = text.replaceAll(/\{\w+\}|[A-Za-z]/g, (part) => {
    const at = part.length === 1 ? PLAIN.indexOf(part) : -1
    return at < 0 ? part : MARKED.charAt(at)
  })
  return `[${marked}${'~'.repeat(Math.ceil([...text].length / 3))}]`
}

/**
 * Every sentence the element has, in the language that nobody speaks. The element's own tests have a longer one, to see what breaks;
 * that isn't published, and this page knows only what is.
 */
export const pseudoWords = (): Record<string, string | Forms> =>
  Object.fromEntries(
    Object.entries({ ...shell, ...chat, ...after, ...report, ...calls } as Record<
      string,
      string | Forms
    >).map(([key, text]) => [
      key,
      typeof text === 'string'
        ? pseudo(text)
        : Object.fromEntries(Object.entries(text).map(([form, words]) => [form, pseudo(words)])),
    ]),
  )
