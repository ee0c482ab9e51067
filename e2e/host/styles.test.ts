import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { Hosts } from '../support/hosts.ts'
import { arrive, CORNERS, differences, look, pixelsApart, TORTURES } from '../support/tortures.ts'
import { twoLines } from '../support/site.ts'

/** What a page's styles do to the element, and what they don't. Every torture apart, in every state, is in `more/`. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

test('under every torture at once the inside is the same to the pixel', async () => {
  const visitor = await arrive(hosts, Object.values(TORTURES).join('\n'))
  const [clean, tortured] = [await look(await arrive(hosts)), await look(visitor)]
  expect(differences(clean.styles, tortured.styles)).toEqual([])
  expect(await pixelsApart(visitor, clean.picture, tortured.picture)).toBeLessThan(CORNERS)
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
