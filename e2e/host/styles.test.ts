import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { Hosts } from '../support/hosts.ts'
import { twoLines } from '../support/site.ts'

/** Pages whose styles are a torture. Whatever they say, the element's inside looks as it does on an empty page. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

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

const TORTURES: Readonly<Record<string, string>> = {
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

async function arrive(sheet = ''): Promise<Visitor> {
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
async function wear(visitor: Visitor, sheet: string): Promise<void> {
  await visitor.page.evaluate(
    (text) => (document.querySelector('style')!.textContent = text),
    `html { background: #fff } ${sheet} ${BOX}`,
  )
}

/** Every computed value of every element inside that isn't its default, and the panel as it is drawn. */
async function look(visitor: Visitor) {
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
function differences(clean: readonly string[], tortured: readonly string[]): string[] {
  return clean.flatMap((before, at) => {
    const after = new Set((tortured[at] ?? '').split('; '))
    const changed = before.split('; ').filter((one) => !after.has(one))
    return changed.length === 0 ? [] : [`${before.split(':')[0]} had ${changed.join('; ')}`]
  })
}

/** Round corners come out a few shades apart, or some pixels more, from one drawing of the same to the next; a letter that moves is dozens, and black on white. */
const SHADE = 12
const CORNERS = 8

/** How many pixels of two pictures differ; all of them where the sizes do. */
async function pixelsApart(visitor: Visitor, before: string, after: string): Promise<number> {
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

async function isUnmoved(visitor: Visitor, state: string): Promise<void> {
  // Nothing of it under the pointer, wherever a sheet puts it.
  await visitor.page.mouse.move(0, 0)
  await wear(visitor, '')
  const clean = await look(visitor)
  for (const [name, sheet] of Object.entries(TORTURES)) {
    await wear(visitor, sheet)
    const { styles, picture } = await look(visitor)
    expect(differences(clean.styles, styles), `${state}: ${name}`).toEqual([])
    expect(await pixelsApart(visitor, clean.picture, picture), `${state}: ${name}, in pixels`).toBeLessThan(
      CORNERS,
    )
  }
  await wear(visitor, '')
  const after = await look(visitor)
  expect(
    await pixelsApart(visitor, clean.picture, after.picture),
    `${state}: something else moved`,
  ).toBeLessThan(CORNERS)
}

describe('on a page of torture the inside is the same to the pixel', () => {
  test('the welcome, the rules, the chat, a report', async () => {
    const ann = await arrive()
    await ann.chat.getByRole('textbox', { name: 'Interests' }).fill('torture')
    await ann.chat.getByRole('textbox', { name: 'Interests' }).press('Enter')
    await ann.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await isUnmoved(ann, 'the welcome')
    await ann.button('Start talking').click()
    await ann.chat.locator('[data-room=gate]').waitFor()
    await isUnmoved(ann, 'the rules')
    await ann.chat.getByRole('radio', { name: '18 or older' }).check()
    await ann.chat.getByRole('checkbox').check()
    await ann.button('Start talking').click()
    const ben = await hosts.arrive(`${hosts.server.url}/?one`)
    await ben.start(['torture'])
    await Promise.all([ann.matched(), ben.matched()])
    await ben.says('hello, this one is long enough for a second line of its own')
    await ann.hears(['hello, this one is long enough for a second line of its own'])
    await ann.says('see https://tea.example/')
    await ben.hears(['see https://tea.example/'])
    await expect.poll(() => ann.unsent()).toBe(0)
    await ann.page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await isUnmoved(ann, 'the chat')
    await ann.button('Report').click()
    await ann.chat.getByRole('button', { name: 'A threat' }).click()
    await ann.chat.getByRole('dialog').waitFor()
    await isUnmoved(ann, 'a report')
  })

  test('loaded under all of it at once', async () => {
    const visitor = await arrive(Object.values(TORTURES).join('\n'))
    const [clean, tortured] = [await look(await arrive()), await look(visitor)]
    expect(differences(clean.styles, tortured.styles)).toEqual([])
    expect(await pixelsApart(visitor, clean.picture, tortured.picture)).toBeLessThan(CORNERS)
  })
})

describe('what a page decides about the element itself', () => {
  const box = (visitor: Visitor) =>
    visitor.chat.evaluate((element) => {
      const { width, height } = element.shadowRoot!.querySelector('.panel')!.getBoundingClientRect()
      const { display } = getComputedStyle(element)
      return {
        width,
        height,
        display,
        seen: element.shadowRoot!.querySelector('h2')!.checkVisibility({ visibilityProperty: true }),
      }
    })
  const plain = (sheet: string, attributes = '') =>
    hosts
      .site(
        twoLines(hosts.server.url)
          .replace('<stranger-chat>', `<stranger-chat ${attributes}>`)
          .replace('<title>', `<style>${sheet}</style><title>`),
      )
      .then(async (site) => {
        const visitor = await hosts.arrive(site, { viewport: { width: 900, height: 900 } })
        await visitor.chat.locator('h2').waitFor({ state: 'attached' })
        return visitor
      })

  test('its size, by width and height or by custom properties', async () => {
    expect(await box(await plain('body { margin: 0 }'))).toMatchObject({ width: 900, height: 600 })
    expect(await box(await plain('stranger-chat { width: 333px; height: 444px }'))).toMatchObject({
      width: 333,
      height: 444,
    })
    const custom = 'stranger-chat { --sc-panel-inline-size: 333px; --sc-panel-block-size: 444px }'
    expect(await box(await plain(custom))).toMatchObject({ width: 333, height: 444 })
  })

  test('whether it is shown: display, hidden, visibility, its own or a parent’s', async () => {
    expect(await box(await plain('stranger-chat { display: none }'))).toMatchObject({ seen: false })
    expect(await box(await plain('* { display: block !important }', 'hidden'))).toMatchObject({
      display: 'none',
    })
    expect(await box(await plain('stranger-chat { visibility: hidden }'))).toMatchObject({ seen: false })
    expect(await box(await plain('main { visibility: hidden }'))).toMatchObject({ seen: false })
  })

  test('light or dark: by the page’s color-scheme, or by the attribute whatever the page says', async () => {
    const ground = (visitor: Visitor) =>
      visitor.chat.evaluate(
        (element) => getComputedStyle(element.shadowRoot!.querySelector('.panel')!).backgroundColor,
      )
    const [light, dark] = [await ground(await plain('')), await ground(await plain('', 'theme="dark"'))]
    expect(dark).not.toBe(light)
    expect(await ground(await plain('html { color-scheme: dark }'))).toBe(dark)
    expect(
      await ground(
        await plain('* { all: unset !important; color-scheme: light !important }', 'theme="dark"'),
      ),
    ).toBe(dark)
  })

  test('its direction: that of the page, or of its own attribute', async () => {
    const direction = (visitor: Visitor) =>
      visitor.chat.evaluate((element) => getComputedStyle(element.shadowRoot!.querySelector('h2')!).direction)
    expect(await direction(await plain('body { direction: rtl }'))).toBe('rtl')
    expect(await direction(await plain('* { direction: rtl !important }', 'dir="ltr"'))).toBe('ltr')
  })
})
