/** One small picture. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** RGBA, row by row */
  readonly pixels: Uint8ClampedArray
}

/** The model looks at 224 × 224: more than this is only work, and memory that a stranger's frame should not decide on. */
export const LONGEST_SIDE = 2048

/** What is wrong with it, in a sentence; `undefined` if it can be judged. */
export function faultOf({ width, height, pixels }: Picture): string | undefined {
  if (!isSide(width) || !isSide(height)) {
    return `A picture of ${width} by ${height} can't be judged: each side must be a whole number from 1 to ${LONGEST_SIDE}.`
  }
  if (!(pixels instanceof Uint8ClampedArray)) {
    return 'The pixels must be a Uint8ClampedArray, as getImageData() gives.'
  }
  const expected = width * height * 4
  if (pixels.length !== expected) {
    return `A picture of ${width} by ${height} has ${expected} bytes of RGBA, not ${pixels.length}.`
  }
  return undefined
}

const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= LONGEST_SIDE
