import { type Colour, contrast, hexOf, over, readColour, shown } from './contrast.ts'
import type { Desk } from './desk.ts'
import { make, prose } from './dom.ts'
import type { Property } from './facts.ts'
import { type Field, textInput } from './fields.ts'
import { PAIRS } from './pairs.ts'

export type Scheme = 'light' | 'dark'
const SCHEMES: readonly Scheme[] = ['light', 'dark']
const WHITE: Colour = [1, 1, 1, 1]

/** Makes out colours as the browser does, for a light and a dark page. */
export class Palette {
  readonly #probes: Readonly<Record<Scheme, HTMLElement>>

  constructor() {
    const probe = (scheme: Scheme): HTMLElement => {
      const element = make('span', { hidden: true })
      element.style.colorScheme = scheme
      document.body.append(element)
      return element
    }
    this.#probes = { light: probe('light'), dark: probe('dark') }
  }

  read(value: string, scheme: Scheme): Colour | null {
    const probe = this.#probes[scheme]
    probe.style.color = ''
    probe.style.color = `color-mix(in srgb, ${value}, ${value})`
    return probe.style.color === '' ? null : readColour(getComputedStyle(probe).color)
  }
}

/** What a colour is now: chosen, the look's or the element's own; null where the look has no use for it. */
export function valueOf({ state }: Desk, { name, initial, looks }: Property): string | null {
  const look = looks[state.attributes.get('look') ?? '']
  return look === null ? null : (state.properties.get(name) ?? look ?? initial)
}

export interface Finding {
  readonly name: string
  readonly on: string
  readonly scheme: Scheme
  readonly ratio: number
  readonly least: number
}

/** A colour on each of its papers, in the schemes that the element can have. */
export function findings(desk: Desk, palette: Palette, property: Property): readonly Finding[] {
  const theme = desk.state.attributes.get('theme')
  const schemes = SCHEMES.filter((scheme) => theme === undefined || theme === scheme)
  const ink = valueOf(desk, property)
  if (ink === null) return []
  return (PAIRS[property.name] ?? []).flatMap(({ on, least }) => {
    const paper = desk.facts.properties.find(({ name }) => name === on)
    const below = paper && valueOf(desk, paper)
    if (!below) return []
    return schemes.flatMap((scheme) => {
      const [top, bottom] = [palette.read(ink, scheme), palette.read(below, scheme)]
      return top && bottom
        ? [{ name: property.name, on, scheme, ratio: contrast(top, over(bottom, WHITE)), least }]
        : []
    })
  })
}

export const isFaint = ({ ratio, least }: Finding): boolean => ratio < least
export const plain = (name: string): string => name.replace('--sc-', '')

/** Two pickers, for light and for dark, the value as text, and how it stands out. */
export function colourField(desk: Desk, palette: Palette, property: Property): Field {
  const { name, initial, looks, description } = property
  const about = make('p', { class: 'muted', id: `about${name}` }, ...prose(description))
  const ratio = make('p', { class: 'muted ratio', id: `ratio${name}` })
  const resolved = (scheme: Scheme): string =>
    hexOf(palette.read(valueOf(desk, property) ?? initial, scheme) ?? WHITE)
  const pick = (): void => {
    const { light, dark } = pickers
    desk.setProperty(
      name,
      light.value === dark.value ? light.value : `light-dark(${light.value}, ${dark.value})`,
    )
    text.show(desk.state.properties.get(name) ?? '')
  }
  const picker = (scheme: Scheme): HTMLInputElement =>
    make('input', { type: 'color', 'aria-label': `${plain(name)}, ${scheme}`, title: scheme, input: pick })
  const pickers = { light: picker('light'), dark: picker('dark') }
  const text = textInput(
    `p${name}`,
    `${about.id} ${ratio.id}`,
    initial,
    'Not a colour the browser knows.',
    (raw) => desk.setProperty(name, raw),
  )
  return {
    element: make(
      'div',
      { class: 'field' },
      make('label', { class: 'name', for: `p${name}` }, make('code', {}, name)),
      make('div', { class: 'row' }, pickers.light, pickers.dark, text.field),
      text.error,
      about,
      ratio,
    ),
    show() {
      text.show(desk.state.properties.get(name) ?? '')
      text.field.placeholder = looks[desk.state.attributes.get('look') ?? ''] ?? initial
      for (const scheme of SCHEMES)
        if (pickers[scheme] !== document.activeElement) pickers[scheme].value = resolved(scheme)
      ratio.replaceChildren(...described(findings(desk, palette, property)))
      if (valueOf(desk, property) === null) ratio.replaceChildren('This look has no use for it.')
    },
  }
}

/** The worst of each scheme. */
function described(found: readonly Finding[]): Node[] {
  return SCHEMES.flatMap((scheme) => {
    const [worst] = found
      .filter((one) => one.scheme === scheme)
      .sort((a, b) => a.ratio / a.least - b.ratio / b.least)
    if (!worst) return []
    const words = `${scheme} ${shown(worst.ratio)}:1 on ${plain(worst.on)}`
    return [
      isFaint(worst)
        ? make('span', { class: 'faint' }, `${words}: below ${worst.least}:1`)
        : make('span', {}, words),
    ]
  })
}
