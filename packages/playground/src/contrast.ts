/** Contrast as WCAG 2.2 reckons it (1.4.3, 1.4.11), of colours that the browser has already made out. */

/** Red, green, blue and alpha, 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number]

/** Reads `color(srgb 0.1 0.2 0.3 / 0.5)`, which is what a browser makes of any colour that is mixed in sRGB. */
export function readColour(computed: string): Colour | null {
  const match = /^color\(srgb ([^/)]+)(?:\/ ?([^)]+))?\)$/.exec(computed)
  const [red = NaN, green = NaN, blue = NaN] = (match?.[1] ?? '').trim().split(/\s+/).map(number)
  const alpha = match?.[2] === undefined ? 1 : number(match[2])
  const all = [red, green, blue, alpha].map((part) => Math.min(1, Math.max(0, part)))
  return all.some(Number.isNaN) ? null : (all as unknown as Colour)
}

const number = (text: string): number => (text === 'none' ? 0 : Number.parseFloat(text))

/** What is seen of a colour that lets the one below it through. */
export const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
  r * a + x * (1 - a),
  g * a + y * (1 - a),
  b * a + z * (1 - a),
  1,
]

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const luminance = ([r, g, b]: Colour): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

/** From 1 to 21. */
export function contrast(ink: Colour, paper: Colour): number {
  const [light = 0, dark = 0] = [luminance(over(ink, paper)), luminance(paper)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

export const hexOf = ([r, g, b]: Colour): string =>
  `#${[r, g, b]
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** Rounded down: 4.49 isn't 4.5. */
export const shown = (ratio: number): string => (Math.floor(ratio * 10) / 10).toFixed(1)
