import type { Visitor } from './browser.ts'
import type { Hosts } from './hosts.ts'
import { twoLines } from './site.ts'

/** Pages whose styles are a torture, and how the element's inside looks on them. */

/** All that is inherited, as far from what it is as it gets. */
const INHERITED = `
  font: italic small-caps 900 31px/3 cursive; font-feature-settings: 'smcp'; font-kerning: none; font-size-adjust: 1;
  letter-spacing: .4em; word-spacing: 2em; text-transform: uppercase; text-indent: 3em; text-align: right;
  text-shadow: 2px 2px red; -webkit-text-stroke: 1px red; -webkit-text-fill-color: lime; color: red; caret-color: red;
  accent-color: red; white-space: pre; word-break: break-all; overflow-wrap: normal; hyphens: auto; line-break: anywhere;
  tab-size: 20; cursor: crosshair; pointer-events: none; user-select: none; -webkit-user-select: none;
  list-style: square inside; quotes: none; border-collapse: collapse; border-spacing: 9px; empty-cells: hide;
  fill: red; stroke: red; stroke-width: 9; writing-mode: vertical-rl; text-orientation: upright; scrollbar-color: red lime;
  text-underline-offset: 9px; font-variant-numeric: ordinal; text-wrap: nowrap;
  -webkit-tap-highlight-color: red; text-size-adjust: 300%; font-synthesis: none; image-rendering: pixelated;`

const important = (rules: string): string => rules.replaceAll(';', ' !important;')

/**
 * The box is the page's to give: it stands last in every sheet here, and is all that such a page has to say itself. At whole
 * pixels, or letters are drawn a shade differently.
 */
const BOX = `stranger-chat.mine { display: block !important; width: 400px !important; height: 600px !important; max-width: none !important;
  position: absolute !important; top: 40px !important; left: 40px !important }
  h1 { visibility: hidden !important } /* Behind a dialog's round corners there is the page. */`

export const TORTURES: Readonly<Record<string, string>> = {
  'the page’s root and body': `html { font-size: 62.5%; line-height: 3; ${INHERITED} } body { ${INHERITED} }`,
  'a rule for the element itself': `stranger-chat { ${INHERITED} }`,
  'everything, by force': `* { ${important(INHERITED)} }`,
  'all: unset, by force': `* { all: unset !important }`,
  'all: revert, by force': `* { all: revert !important; box-sizing: content-box !important }`,
  'another box model': `*, ::before, ::after { box-sizing: content-box !important; transition: all 9s !important }`,
  'every kind of control and text': `button, input, textarea, select, label, a, p, h2, h3, ul, li, dialog, section, svg, div *, [part], .panel, .row
    { all: unset !important; display: none !important; font-size: 3em !important; border: 9px dashed red !important }
    ::placeholder { color: red !important } ::marker { content: 'x' } ::before, ::after { content: 'x' !important }
    ::backdrop { background: red !important }`,
  'writing from the right': `html, body, * { direction: rtl !important; unicode-bidi: bidi-override !important }`,
  'parents that transform, filter, contain and clip': `main { inline-size: 700px; block-size: 800px; transform: translate(8px, 8px);
    perspective: 900px; filter: saturate(1); contain: layout paint style; will-change: transform; isolation: isolate; overflow: clip;
    container: x / size; display: grid; place-items: center; z-index: -1; mix-blend-mode: normal }
    body { margin: 8px; block-size: 850px; transform: translateZ(0); overflow: hidden; display: flex }`,
}

/** Somebody on a page with this sheet and an element in a box of its own. */
export async function arrive(hosts: Hosts, sheet = ''): Promise<Visitor> {
  const page = twoLines(hosts.server.url)
    .replace('<stranger-chat>', '<stranger-chat class="mine" dir="ltr" style="--sc-radius: 0px">')
    .replace('<title>', `<style>html { background: #fff } ${sheet} ${BOX}</style><title>`)
  const visitor = await hosts.arrive(await hosts.site(page), {
    viewport: { width: 900, height: 900 },
    reducedMotion: 'reduce',
  })
  await visitor.button('Start talking').waitFor()
  return visitor
}

/** Which sheet the page has now, in the place of the one before. */
export async function wear(visitor: Visitor, sheet: string): Promise<void> {
  await visitor.page.evaluate(
    (text) => (document.querySelector('style')!.textContent = text),
    `html { background: #fff } ${sheet} ${BOX}`,
  )
}

/** Every computed value of every element inside that isn't its default, and the panel as it is drawn. */
export async function look(visitor: Visitor) {
  const styles = await visitor.chat.evaluate((element) => {
    const inside = element.shadowRoot?.querySelectorAll('*') ?? []
    return [...inside].map((one) => {
      const values = getComputedStyle(one)
      return `${one.localName}.${one.getAttribute('class') ?? ''}: ${[...values]
        .filter((name) => !name.startsWith('--'))
        .map((name) => `${name}: ${values.getPropertyValue(name)}`)
        .join('; ')}`
    })
  })
  // A dialog is in the top layer: it stands in the middle of the window, wherever the panel is.
  const dialog = visitor.chat.locator('dialog[open]')
  const drawn = (await dialog.count()) > 0 ? dialog : visitor.chat.locator('[part~=panel]')
  const picture = await drawn.screenshot({ animations: 'disabled' })
  return { styles, picture: picture.toString('base64') }
}

/** Says which values differ, for a picture says only that something does. */
export function differences(clean: readonly string[], tortured: readonly string[]): string[] {
  return clean.flatMap((before, at) => {
    const after = new Set((tortured[at] ?? '').split('; '))
    const changed = before.split('; ').filter((one) => !after.has(one))
    return changed.length === 0 ? [] : [`${before.split(':')[0]} had ${changed.join('; ')}`]
  })
}

/** Round corners come out a few shades apart, or some pixels more, from one drawing of the same to the next; a letter that moves is dozens, and black on white. */
const SHADE = 12
export const CORNERS = 8

/** How many pixels of two pictures differ; all of them where the sizes do. */
export async function pixelsApart(visitor: Visitor, before: string, after: string): Promise<number> {
  return await visitor.page.evaluate(
    async ([pictures, shade]) => {
      const [one, two] = await Promise.all(
        pictures.map(async (picture) => {
          const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` })
          await image.decode()
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, image.width, image.height)
        }),
      )
      if (one!.width !== two!.width || one!.height !== two!.height) return Infinity
      const apart = new Set<number>()
      one!.data.forEach((value, at) => {
        if (Math.abs(value - two!.data[at]!) > shade) apart.add(at >> 2)
      })
      return apart.size
    },
    [[before, after], SHADE] as const,
  )
}
