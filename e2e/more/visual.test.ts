import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScenes } from '../../packages/widget/scripts/scenes/open.mjs'

/**
 * 24 pictures of the element as it is meant to look, drawn with fonts from npm. After a change that is meant:
 * `UPDATE_PICTURES=1 SUITE=more npx vitest run more/visual` in e2e, then look at what changed before it is committed.
 */
const BASELINES = fileURLToPath(new URL('../pictures/', import.meta.url))
/** Where a picture that differs goes, with the differences in red; not checked in. */
const FOUND = fileURLToPath(new URL('../pictures.found/', import.meta.url))
/** Chromium's versions smooth edges a little differently: this share of the points may differ. */
const SHARE = 0.002
/** How far a point's colour may be off before it counts; 0 to 1. */
const THRESHOLD = 0.15

type Picture = readonly [scene: string, width: number, theme: 'light' | 'dark', lang?: string]

const PICTURES: readonly Picture[] = [
  ['welcome', 390, 'light'],
  ['welcome', 1280, 'dark'],
  ['welcome-wishes', 390, 'light', 'ar'],
  ['welcome-modes', 320, 'dark'],
  ['gate-asked', 390, 'light'],
  ['searching-wider', 768, 'light'],
  ['searching-lonely', 320, 'dark', 'de'],
  ['matched', 390, 'light'],
  ['matched', 768, 'dark', 'fa'],
  ['chatting', 390, 'light'],
  ['chatting', 1280, 'dark'],
  ['chatting', 768, 'light', 'ar'],
  ['chatting-long', 320, 'light'],
  ['chatting-pending-failed', 390, 'dark'],
  ['chatting-reconnecting', 390, 'light', 'fr'],
  ['chatting-typing', 390, 'light'],
  ['chatting-link', 390, 'dark'],
  ['ended-left', 390, 'light'],
  ['ended-left', 320, 'dark', 'ru'],
  ['stop-banned', 390, 'light'],
  ['bubble', 390, 'light'],
  ['bubble-chatting', 1280, 'light'],
  ['bubble-welcome', 1280, 'dark', 'ar'],
  ['classic', 768, 'light'],
]

let scenes: Awaited<ReturnType<typeof openScenes>>
beforeAll(async () => {
  scenes = await openScenes({ fonts: true })
}, 120_000)
afterAll(() => scenes.close())

async function draw([scene, width, theme, lang]: Picture): Promise<Buffer> {
  const view = await scenes.view({ width, theme })
  await view.draw(scene, lang === undefined ? {} : { lang })
  const picture = await view.page.screenshot()
  await view.close()
  return picture
}

describe('the element looks as it is meant to', () => {
  test('there are 24 pictures, each once', () => {
    expect(new Set(PICTURES.map(String)).size).toBe(24)
  })

  for (const picture of PICTURES) {
    const name = `${picture.filter(Boolean).join('-')}.png`
    test(name, async () => {
      const drawn = await draw(picture)
      const path = `${BASELINES}${name}`
      if (process.env['UPDATE_PICTURES']) {
        mkdirSync(BASELINES, { recursive: true })
        writeFileSync(path, drawn)
        return
      }
      if (!existsSync(path))
        throw new Error(`There is no picture ${name} yet: make it with UPDATE_PICTURES=1.`)
      const [was, is] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(drawn)]
      expect([is.width, is.height]).toEqual([was.width, was.height])
      const difference = new PNG({ width: was.width, height: was.height })
      const points = pixelmatch(was.data, is.data, difference.data, was.width, was.height, {
        threshold: THRESHOLD,
      })
      const share = points / (was.width * was.height)
      if (share > SHARE) {
        mkdirSync(FOUND, { recursive: true })
        writeFileSync(`${FOUND}${name}`, drawn)
        writeFileSync(`${FOUND}${name.replace('.png', '.difference.png')}`, PNG.sync.write(difference))
      }
      expect(share, `see e2e/pictures.found/${name}`).toBeLessThanOrEqual(SHARE)
    })
  }

  test('a colour that is off would be seen', async () => {
    const view = await scenes.view({ width: 390, theme: 'light' })
    await view.draw('chatting')
    const before = PNG.sync.read(await view.page.screenshot())
    await view.page.addStyleTag({ content: 'stranger-chat { --sc-bubble-me: oklch(0.5 0.1 150) }' })
    const after = PNG.sync.read(await view.page.screenshot())
    const points = pixelmatch(before.data, after.data, undefined, before.width, before.height, {
      threshold: THRESHOLD,
    })
    expect(points / (before.width * before.height)).toBeGreaterThan(SHARE)
    await view.close()
  })
})
