import { make, prose } from './dom.ts'
import type { Attribute, Property } from './facts.ts'
import type { Desk } from './desk.ts'

/** What a person is told whose value can't be one. */
const WRONG: Readonly<Record<Attribute['kind'] | Property['kind'], string>> = {
  ...{ switch: '', choice: '', text: 'At most 200 characters, without control characters.' },
  ...{ number: 'A whole number.', address: 'An address such as https://chat.example.' },
  ...{ colour: 'Not a colour the browser knows.', length: 'Not a length: try 12px.' },
  ...{ time: 'Not a time: try 120ms.', font: 'Not a list of fonts.' },
}

export interface Field {
  readonly element: HTMLElement
  /** Shows what is chosen, but where somebody is writing. */
  readonly show: () => void
}

/** The control that an attribute's type asks for. */
export function attributeField(desk: Desk, attribute: Attribute): Field {
  const { name, kind, choices, initial, description } = attribute
  const chosen = (): string => desk.state.attributes.get(name) ?? ''
  const about = make('p', { class: 'muted', id: `about-${name}` }, ...prose(description))
  if (kind === 'switch') {
    const box = make('input', {
      ...{ type: 'checkbox', id: `a-${name}`, 'aria-describedby': about.id },
      change: () => void desk.setAttribute(name, box.checked ? 'on' : ''),
    })
    const label = make('label', { class: 'check', for: box.id }, box, make('code', {}, name))
    return {
      element: make('div', { class: 'field' }, label, about),
      show: () => void (box.checked = chosen() === 'on'),
    }
  }
  const label = make('label', { class: 'name', for: `a-${name}` }, make('code', {}, name))
  if (kind === 'choice') {
    const options = choices.map((word) =>
      make('option', { value: word }, word === '' ? 'as the page' : named(name, word)),
    )
    const select = make(
      'select',
      {
        id: `a-${name}`,
        'aria-describedby': about.id,
        change: () => void desk.setAttribute(name, select.value),
      },
      ...options,
    )
    return {
      element: make('div', { class: 'field' }, label, select, about),
      show: () => void (select.value = chosen() || initial),
    }
  }
  const placeholder = kind === 'address' ? 'https://chat.example' : initial
  const input = textInput(`a-${name}`, about.id, placeholder, WRONG[kind], (raw) =>
    desk.setAttribute(name, raw),
  )
  if (kind === 'number') input.field.inputMode = 'numeric'
  return {
    element: make('div', { class: 'field' }, label, input.field, input.error, about),
    show: () => input.show(chosen()),
  }
}

/** A length, a time or a font. */
export function propertyField(desk: Desk, { name, kind, initial, description }: Property): Field {
  const about = make('p', { class: 'muted', id: `about${name}` }, ...prose(description))
  const label = make('label', { class: 'name', for: `p${name}` }, make('code', {}, name))
  const input = textInput(`p${name}`, about.id, initial, WRONG[kind], (raw) => desk.setProperty(name, raw))
  return {
    element: make('div', { class: 'field' }, label, input.field, input.error, about),
    show: () => input.show(desk.state.properties.get(name) ?? ''),
  }
}

export interface TextInput {
  readonly field: HTMLInputElement
  readonly error: HTMLElement
  readonly show: (value: string) => void
}

/** A line of text; what can't be stays in the field with a sentence below, and isn't taken over. */
export function textInput(
  id: string,
  about: string,
  placeholder: string,
  wrong: string,
  take: (raw: string) => boolean,
): TextInput {
  const error = make('p', { class: 'warning', id: `${id}-error`, hidden: true }, wrong)
  const judge = (isRight: boolean): void => {
    error.hidden = isRight
    if (isRight) field.removeAttribute('aria-invalid')
    else field.setAttribute('aria-invalid', 'true')
  }
  const field = make('input', {
    ...{ type: 'text', id, placeholder, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' },
    'aria-describedby': `${error.id} ${about}`,
    input: () => judge(take(field.value)),
  })
  return {
    field,
    error,
    show(value) {
      if (field === document.activeElement) return
      field.value = value
      judge(true)
    },
  }
}

/** `de` as "Deutsch (de)". */
function named(attribute: string, word: string): string {
  if (attribute !== 'lang') return word
  const name = new Intl.DisplayNames([word], { type: 'language', fallback: 'none' }).of(word)
  return name === undefined ? word : `${name} (${word})`
}
