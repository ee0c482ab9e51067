import { html, nothing, type TemplateResult } from 'lit'
import type { View } from '../view.js'
import { DIRECTORY, helpFor, type Helpline } from './helplines.js'

/** Before anything else about a crisis: whom to call. Links open elsewhere and tell nobody where they came from. */
export function help({ words, helplines }: View): TemplateResult {
  const { t } = words
  const { emergency, lines } = helpFor([...navigator.languages, words.lang], helplines)
  return html`
    <section class="help" aria-labelledby="help-title">
      <h3 id="help-title">${t('helpTitle')}</h3>
      <p>${t('helpEmergency', { number: emergency })}</p>
      <p>${t('helpTalk')}</p>
      <ul>
        ${lines.map(line)}
        <li>${link(DIRECTORY, t('helpMore'))}</li>
      </ul>
    </section>
  `
}

function line({ name, number, url }: Helpline): TemplateResult {
  return html`<li>
    ${url === undefined ? name : link(url, name)}
    ${number === undefined ? nothing : html`<a class="call" dir="ltr" href="tel:${dialled(number)}">${number}</a>`}
  </li>`
}

/** Only what a telephone dials; an extension is dialled after a pause. */
const dialled = (number: string): string => number.replace(/ext\.?/, ',').replace(/[^\d+,]/g, '')

function link(href: string, text: string): TemplateResult | string {
  return /^https?:\/\//i.test(href)
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`
    : text
}
