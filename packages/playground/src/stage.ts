import type { Desk } from './desk.ts'
import { byId, make } from './dom.ts'
import type { Order } from './preview.ts'
import { print, type View, VIEWS } from './state.ts'

const SCENES: Readonly<Record<View['scene'], string>> = {
  ...{ live: 'Play along', gate: 'Age and rules', searching: 'Searching', lonely: 'Nobody else is here' },
  ...{ matched: 'Just matched', chatting: 'In a chat', typing: 'They are typing', away: 'They are away' },
  ...{ reconnecting: 'Connection lost', ended: 'They left', report: 'Reporting', reported: 'Reported' },
  ...{ banned: 'Shut out', unreachable: 'Server unreachable' },
}
const WIDTHS = { free: 'as it fits', '320': '320', '768': '768', '1280': '1280' } as const
const SCHEMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const

/** The frame with the page in it, and how it is looked at. */
export function openStage(desk: Desk): void {
  const frame = byId('frame') as HTMLIFrameElement
  const place = byId('stage')
  const scale = byId('scale')
  let real = false
  let isReady = false

  const tell = (): void => {
    if (!isReady) return
    const order: Order = { hash: print(desk.state, desk.facts), real }
    frame.contentWindow?.postMessage(order, location.origin)
  }
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== location.origin || data !== 'ready') return
    isReady = true
    tell()
  })

  /** A page that is wider than its place is drawn smaller: what is wide or narrow stays so. */
  const fit = (): void => {
    const { width } = desk.state.view
    const { style } = frame
    const room = place.clientWidth
    const wanted = width === 'free' ? room : Number(width)
    const by = Math.min(1, room / wanted)
    style.inlineSize = `${wanted}px`
    style.blockSize = `${100 / by}%`
    style.transform = by < 1 ? `scale(${by})` : ''
    scale.textContent =
      by < 1 ? `${wanted} px wide, drawn at ${Math.round(by * 100)} %.` : `${Math.round(wanted)} px wide.`
  }
  new ResizeObserver(fit).observe(place)

  const partner = make('input', {
    type: 'checkbox',
    id: 'real',
    change: () => ((real = partner.checked), tell()),
  })
  const pseudo = make('input', {
    ...{ type: 'checkbox', id: 'pseudo' },
    change: () => desk.setView({ words: pseudo.checked ? 'pseudo' : 'own' }),
  })
  const scene = choice('scene', 'State', SCENES, (value) => desk.setView({ scene: value }))
  const scheme = choice('scheme', 'Page', SCHEMES, (value) => desk.setView({ scheme: value }))
  const width = radios('width', 'Width', WIDTHS, (value) => desk.setView({ width: value }))
  byId('view').append(
    ...[scene.element, width.element, scheme.element],
    make('label', { class: 'check', for: pseudo.id }, pseudo, 'Pseudo-language'),
    make('label', { class: 'check', for: partner.id }, partner, 'Talk to the server, not to the page'),
  )
  desk.follow(() => {
    const { view } = desk.state
    scene.show(view.scene)
    scheme.show(view.scheme)
    width.show(view.width)
    pseudo.checked = view.words === 'pseudo'
    fit()
    tell()
  })
}

interface Choice<T> {
  readonly element: HTMLElement
  readonly show: (value: T) => void
}

function choice<K extends 'scene' | 'scheme'>(
  name: K,
  title: string,
  words: Readonly<Record<View[K], string>>,
  take: (value: View[K]) => void,
): Choice<View[K]> {
  const order: readonly View[K][] = VIEWS[name]
  const options = order.map((value) => make('option', { value }, words[value]))
  const pick = (): void => {
    const value = order.find((one) => one === select.value)
    if (value !== undefined) take(value)
  }
  const select = make('select', { id: `v-${name}`, change: pick }, ...options)
  const element = make(
    'div',
    { class: 'field' },
    make('label', { class: 'name', for: select.id }, title),
    select,
  )
  return { element, show: (value) => void (select.value = value) }
}

export function radios<K extends 'width' | 'form'>(
  name: K,
  title: string,
  words: Readonly<Record<View[K], string>>,
  take: (value: View[K]) => void,
): Choice<View[K]> {
  const order: readonly View[K][] = VIEWS[name]
  const inputs = order.map((value) => {
    const input = make('input', { type: 'radio', name, id: `v-${name}-${value}`, change: () => take(value) })
    return { value, input, label: make('label', { class: 'check', for: input.id }, input, words[value]) }
  })
  const element = make(
    'fieldset',
    { class: 'field' },
    make('legend', {}, title),
    make('div', { class: 'options' }, ...inputs.map(({ label }) => label)),
  )
  return {
    element,
    show: (chosen) => {
      for (const { value, input } of inputs) input.checked = value === chosen
    },
  }
}
