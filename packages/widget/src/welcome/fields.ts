import { html, nothing, type TemplateResult } from 'lit'
import { composing } from '../controllers/composing.js'
import type { View } from '../view.js'
import { interestList, MAX_INTEREST_LENGTH, MAX_INTERESTS, MAX_LANGUAGES, SEPARATOR } from './wishes.js'

/** What a person can pick; a page may name any other in `languages`. */
const OFFERED =
  'ar bn cs da de el en es fa fi fr he hi hu id it ja jv ko ms nl no pl pt ro ru sv sw ta te th tl tr uk ur vi zh'.split(
    ' ',
  )

const chip = (name: string, label: string, remove: () => void): TemplateResult => html`
  <li class="chip" part="chip">
    <span dir="auto">${name}</span>
    <button type="button" aria-label=${label} @click=${remove}><span aria-hidden="true">×</span></button>
  </li>
`

/** Chips: Enter or a comma adds, Backspace in the empty field or × takes away, at most eight. */
export function interestsField(view: View): TemplateResult {
  const { interests, setInterests } = view
  const { t } = view.words
  const full = interests.length >= MAX_INTERESTS
  const add = (input: HTMLInputElement): boolean => {
    const next = interestList([...interests, ...interestList(input.value)])
    input.value = ''
    if (next.length === interests.length) return false
    setInterests(next)
    return true
  }
  const remove = (name: string) => setInterests(interests.filter((interest) => interest !== name))

  const onKeydown = (event: KeyboardEvent): void => {
    const input = event.target as HTMLInputElement
    if (composing(event)) return
    const last = interests.at(-1)
    if (event.key === 'Backspace' && input.value === '' && last !== undefined) remove(last)
    else if ((event.key === 'Enter' && input.value.trim() !== '') || SEPARATOR.test(event.key)) {
      // Enter in the empty field is the form's: it starts.
      event.preventDefault()
      add(input)
    }
  }
  // A pasted list, or a phone's keyboard that has no key events to speak of.
  const onInput = (event: Event): void => {
    const input = event.target as HTMLInputElement
    if (SEPARATOR.test(input.value) && !(event as InputEvent).isComposing) add(input)
  }

  return html`
    <div class="field">
      <label for="interests">${t('interests')}</label>
      <div class="chips box">
        <ul class="chips">
          ${interests.map((name) => chip(name, t('remove', { name }), () => remove(name)))}
        </ul>
        ${
          full
            ? nothing
            : html`<input
              id="interests"
              part="input"
              autocomplete="off"
              autocapitalize="none"
              enterkeyhint="done"
              maxlength=${4 * MAX_INTEREST_LENGTH}
              aria-describedby="interests-hint"
              placeholder=${interests.length === 0 ? t('interestsPlaceholder') : t('interestsMore')}
              @keydown=${onKeydown}
              @input=${onInput}
            />`
        }
      </div>
      <p id="interests-hint" class="small muted">${full ? t('interestsFull') : t('interestsHint')}</p>
    </div>
  `
}

/** What the person speaks: at most three, from the browser's own list to begin with. */
export function languagesField(view: View): TemplateResult {
  const { languages, setLanguages, words } = view
  const { t, languageName } = words
  const others = OFFERED.filter((tag) => !languages.includes(tag))
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((a, b) => a.name.localeCompare(b.name, words.lang))
  const add = (event: Event): void => {
    const select = event.target as HTMLSelectElement
    const tag = select.value
    select.value = ''
    setLanguages([...languages, tag])
  }
  return html`
    <div class="field">
      <span id="languages">${t('languages')}</span>
      <div class="chips" role="group" aria-labelledby="languages">
        <ul class="chips">
          ${languages.map((tag) =>
            chip(languageName(tag), t('remove', { name: languageName(tag) }), () =>
              setLanguages(languages.filter((other) => other !== tag)),
            ),
          )}
        </ul>
        ${
          languages.length >= MAX_LANGUAGES
            ? nothing
            : html`<select part="input" aria-label=${t('languageAdd')} @change=${add}>
              <option value="">${t('languageAdd')}</option>
              ${others.map(({ tag, name }) => html`<option value=${tag}>${name}</option>`)}
            </select>`
        }
      </div>
    </div>
  `
}
