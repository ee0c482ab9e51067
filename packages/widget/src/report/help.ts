import { html, nothing, type TemplateResult } from 'lit'
import type { View } from '../view.js'
import type { EmergencyNumber } from './emergency.js'
import { DIRECTORY, helpFor, type Helpline } from './helplines.js'

/** Before anything else about a crisis: whom to call. Links open elsewhere and tell nobody where they came from. */
export function help({ words, helplines }: View): TemplateResult {
  const { t } = words
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const { emergency, lines } = helpFor([...navigator.languages, words.lang], helplines, timeZone)
  const [before = '', after = ''] = t('helpEmergency', { number: '\n' }).split('\n')
  return html`
    <section class="help" aria-labelledby="help-title">
      <h3 id="help-title">${t('helpTitle')}</h3>
      <p>${before}${emergency.map((one, i) => html`${i > 0 ? ' · ' : nothing}${dial(one, words)}`)}${after}</p>
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

/** With whom it reaches, where that isn't everybody: `110 (police)`. */
const dial = ({ number, only }: EmergencyNumber, { t }: View['words']): TemplateResult =>
  html`<a class="dial" dir="ltr" href="tel:${number}">${number}</a>${
    only === undefined ? nothing : ` (${t(only === 'police' ? 'helpPolice' : 'helpAmbulance')})`
  }`

/** Only what a telephone dials; an extension is dialled after a pause. */
const dialled = (number: string): string => number.replace(/ext\.?/, ',').replace(/[^\d+,]/g, '')

function link(href: string, text: string): TemplateResult | string {
  return /^https?:\/\//i.test(href)
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`
    : text
}
