import { expect } from '@open-wc/testing'
import { executeServerCommand, sendKeys, setViewport } from '@web/test-runner-commands'
import './index.js'
import type { StrangerChat } from './stranger-chat.js'
import { SCENES } from './testing/scenes.js'
import { show } from './testing/show.js'
import { asked, cut, named, root, Stand } from './testing/wcag.js'

/** Whoever goes by keyboard sees where they are, in every state there is (WCAG 2.4.7, 2.4.11); and what stands still (2.3.3). */

const features = (of: Parameters<typeof asked>[0]) =>
  executeServerCommand('media-features', asked(of) as never)

let stand: Stand
beforeEach(() => (stand = new Stand()))
afterEach(() => stand.remove())

const active = (): Element | null => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at
}
/** Everything that Tab reaches in an element, in order. */
async function* stops(element: StrangerChat): AsyncGenerator<Element> {
  const modal = root(element).querySelector(':modal')
  if (!modal) stand.ahead.focus()
  const been = new Set<Element | null>([stand.ahead])
  for (let i = 0; i < 60; i++) {
    await sendKeys({ press: 'Tab' })
    const at = active()
    if (!at || at === document.body || at === stand.behind || been.has(at)) return
    been.add(at)
    yield at
  }
  expect.fail(`Tab never comes out of ${element.className}`)
}

/** Of five points of something, those where it is what one sees. */
function shown(one: Element, { left, top, width, height }: DOMRect): number {
  const scope = one.getRootNode() as ShadowRoot
  return [
    [0.5, 0.5],
    [0.15, 0.3],
    [0.85, 0.3],
    [0.15, 0.7],
    [0.85, 0.7],
  ].filter(([x = 0, y = 0]) => {
    const hit = scope.elementFromPoint(left + x * width, top + y * height)
    return hit !== null && (one.contains(hit) || one.closest('label')?.contains(hit))
  }).length
}

/** What is in the way of somebody who goes by keyboard (WCAG 2.4.7, 2.4.11). */
async function lost(element: StrangerChat): Promise<readonly string[]> {
  const found: string[] = []
  for await (const one of stops(element)) {
    // A link may run over several lines: one of them counts.
    const [rect = one.getBoundingClientRect()] = one.getClientRects()
    // Of what is larger than its place a part is seen, and of a field the line with the caret.
    const least = one.matches('.log, .scroll, .pages, dialog, textarea') ? 1 : 5
    if (shown(one, rect) < least) found.push(`hidden: ${named(one)}`)
    const { outlineStyle, outlineWidth } = getComputedStyle(
      one.closest('.box') && one.matches('input') ? one.closest('.box')! : one,
    )
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) found.push(`no ring: ${named(one)}`)
  }
  return found
}

for (const [width, height] of [
  [320, 640],
  [768, 640],
  [320, 256],
] as const) {
  describe(`on ${width} by ${height} px`, () => {
    before(async () => {
      await features({ 'prefers-reduced-motion': 'reduce' })
      await setViewport({ width, height })
    })
    beforeEach(() => stand.place.style.setProperty('--sc-panel-block-size', `${Math.min(600, height)}px`))

    for (const scene of SCENES) {
      // The stage of a call, its switches and a log need more height than that.
      if (height === 256 && scene.name.startsWith('call-')) continue
      it(`what has the focus is seen, nothing is cut off, and nothing moves: ${scene.name}`, async () => {
        const element = await show(scene, stand.place)
        expect(root(element).getAnimations()).to.deep.equal([])
        expect(cut(element)).to.deep.equal([])
        expect(await lost(element)).to.deep.equal([])
      })
    }
  })
}
