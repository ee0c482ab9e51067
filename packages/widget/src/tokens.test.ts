import { expect } from '@open-wc/testing'
import './index.js'
import { stub } from './testing/cast.js'

/** [ink, paper, least contrast]: text needs 4.5, marks and edges of controls 3 (WCAG 1.4.3, 1.4.11). */
const PAIRS = [
  ['text', 'surface', 7],
  ['text', 'raised', 7],
  ['muted', 'surface', 4.5],
  ['muted', 'raised', 4.5],
  ['edge', 'surface', 3],
  ['edge', 'raised', 3],
  ['accent', 'surface', 4.5],
  ['on-accent', 'accent', 4.5],
  ['me-text', 'me', 4.5],
  ['stranger-text', 'stranger', 4.5],
  ['muted', 'stranger', 4.5],
  ['danger', 'surface', 4.5],
  ['danger', 'raised', 4.5],
  ['focus', 'surface', 3],
] as const

const ink = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

/** Red, green and blue from 0 to 1, over white where the colour is transparent. */
function rgb(colour: string): readonly [number, number, number] {
  if (!ink) throw new Error('no canvas')
  ink.fillStyle = '#fff'
  ink.fillRect(0, 0, 1, 1)
  ink.fillStyle = colour
  ink.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = ink.getImageData(0, 0, 1, 1).data
  return [r / 255, g / 255, b / 255]
}

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const luminance = ([r, g, b]: readonly [number, number, number]) =>
  0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

for (const look of ['lamplight', 'classic'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    describe(`${look}, ${theme}`, () => {
      const element = document.createElement('stranger-chat')
      const probe = document.createElement('i')
      before(async () => {
        Object.assign(element, { client: stub(), theme, look })
        document.body.append(element)
        await element.updateComplete
        element.shadowRoot?.querySelector('.panel')?.append(probe)
      })
      after(() => element.remove())

      const colour = (token: string): string => {
        probe.style.color = `var(--_${token})`
        return getComputedStyle(probe).color
      }

      for (const [a, b, least] of PAIRS) {
        // In the classic look messages stand on the bare surface.
        const paper = look === 'classic' && (b === 'me' || b === 'stranger') ? 'surface' : b
        it(`${a} on ${paper} is at least ${least}`, () => {
          expect(contrast(colour(a), colour(paper))).to.be.at.least(least)
        })
      }

      it('a message on its way is still readable', () => {
        // Drawn at this opacity over the surface.
        const mix = (token: string) => {
          probe.style.color = `color-mix(in srgb, var(--_${token}) 82%, var(--_surface))`
          return getComputedStyle(probe).color
        }
        if (look === 'lamplight') expect(contrast(mix('me-text'), mix('me'))).to.be.at.least(4.5)
      })

      it('takes a colour from the page', () => {
        element.style.setProperty('--sc-accent', 'rgb(1, 2, 3)')
        expect(colour('accent')).to.equal('rgb(1, 2, 3)')
        element.style.removeProperty('--sc-accent')
      })
    })
  }
}
