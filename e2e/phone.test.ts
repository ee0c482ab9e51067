import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Visitor } from './support/browser.ts'
import { Hosts } from './support/hosts.ts'
import { twoLines } from './support/site.ts'

/** The element under a finger: a touch screen of 390 by 700 px, with a notch above and a bar below. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

/** What a phone keeps for itself; in px. */
const KEPT = { top: 47, bottom: 34, left: 0, right: 0 } as const
const SCREEN = { width: 390, height: 700 } as const
/** A phone that is asked to write in letters smaller than this zooms in, and the page with it; in px. */
const SMALLEST = 16

async function arrive(attributes = ''): Promise<Visitor> {
  const page = twoLines(hosts.server.url)
    .replace('<stranger-chat', `<stranger-chat style="--sc-font-size: 12px" ${attributes}`)
    .replace('<title>', '<meta name="viewport" content="width=device-width, viewport-fit=cover"><title>')
  const visitor = await hosts.arrive(await hosts.site(page), {
    viewport: SCREEN,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  })
  const devtools = await visitor.page.context().newCDPSession(visitor.page)
  await devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: KEPT })
  return visitor
}

/** Every field there is to be written in or chosen from, with the size of its letters. */
async function letters(visitor: Visitor): Promise<readonly (readonly [string, number])[]> {
  return await visitor.chat.evaluate((element) =>
    [...(element.shadowRoot?.querySelectorAll('input, textarea, select') ?? [])]
      .filter((one) => !['checkbox', 'radio'].includes(one.getAttribute('type') ?? ''))
      .map((one) => [one.id || one.localName, Number.parseFloat(getComputedStyle(one).fontSize)] as const),
  )
}

/** Where something stands in the window. */
async function place(visitor: Visitor, selector: string) {
  return await visitor.chat
    .locator(selector)
    .first()
    .evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect()
      return { top, bottom }
    })
}

test('no field is written in letters that a phone zooms in on, whatever size a page asks for', async () => {
  const [ann, ben] = [await arrive(), await hosts.arrive(`${hosts.server.url}/?one`)]
  const seen = new Map<string, number>()
  const look = async (): Promise<void> => {
    for (const [name, size] of await letters(ann)) seen.set(name, size)
  }
  await ann.button('Start talking').waitFor()
  await look()
  await Promise.all([ann.start(['phones']), ben.start(['phones'])])
  await Promise.all([ann.matched(), ben.matched()])
  await look()
  await ann.button('Report').click()
  await ann.chat.getByRole('button', { name: 'A threat' }).click()
  await ann.chat.locator('#report-note').waitFor()
  await look()
  await ann.button('Back').click()
  await ann.chat.getByRole('button', { name: 'Give notice of illegal content' }).click()
  await ann.chat.locator('#notice-text').waitFor()
  await look()
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining(['interests', 'textarea', 'report-note', 'notice-text', 'notice-email']),
  )
  expect([...seen].filter(([, size]) => size < SMALLEST)).toEqual([])
})

test('a sheet keeps out of the notch and off the bar, and so does what opens it', async () => {
  const ann = await arrive('layout="bubble"')
  const launcher = ann.chat.locator('.launcher')
  await launcher.waitFor()
  expect((await place(ann, '.launcher')).bottom).toBeLessThanOrEqual(SCREEN.height - KEPT.bottom)
  await launcher.tap()
  await ann.button('Start talking').waitFor()
  const sheet = await place(ann, 'dialog.frame')
  expect([sheet.top, sheet.bottom]).toEqual([0, SCREEN.height])
  expect((await place(ann, '[part~=button-close]')).top).toBeGreaterThanOrEqual(KEPT.top)
  const ben = await hosts.arrive(`${hosts.server.url}/?one`)
  await Promise.all([ann.start(['notches']), ben.start(['notches'])])
  await Promise.all([ann.matched(), ben.matched()])
  expect((await place(ann, '[part~=title]')).top).toBeGreaterThanOrEqual(KEPT.top)
  expect((await place(ann, '[part~=button-send]')).bottom).toBeLessThanOrEqual(SCREEN.height - KEPT.bottom)
})
