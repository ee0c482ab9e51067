// The page that the tests and the bench look at: paints pictures and asks the check about them, in a browser as it is.

import { createClassifier } from '../dist/index.js'

const draw = (paint) => {
  const [width, height] = [320, 240]
  const ctx = new OffscreenCanvas(width, height).getContext('2d')
  if (!ctx) throw new Error('No canvas.')
  paint(ctx)
  return { width, height, pixels: ctx.getImageData(0, 0, width, height).data }
}
const makers = {
  grey: () => ({ width: 224, height: 224, pixels: new Uint8ClampedArray(224 * 224 * 4).fill(128) }),
  pattern: () =>
    draw((ctx) => {
      for (let i = 0; i < 48; i++) {
        ctx.fillStyle = `hsl(${i * 37} 80% ${30 + (i % 5) * 10}%)`
        ctx.beginPath()
        ctx.arc((i % 8) * 42 + 12, Math.floor(i / 8) * 42 + 12, 8 + (i % 4) * 4, 0, Math.PI * 2)
        ctx.fill()
      }
    }),
  // As a dark webcam has it: soft light, and grain over all of it. Its own generator, so that every run has the same.
  noise: () =>
    draw((ctx) => {
      const light = ctx.createRadialGradient(160, 100, 10, 160, 120, 200)
      light.addColorStop(0, '#c9a98c')
      light.addColorStop(1, '#2b2622')
      ctx.fillStyle = light
      ctx.fillRect(0, 0, 320, 240)
      const image = ctx.getImageData(0, 0, 320, 240)
      let seed = 1
      for (let i = 0; i < image.data.length; i++) {
        seed = (seed * 16_807) % 2_147_483_647
        if (i % 4 !== 3) image.data[i] = (image.data[i] ?? 0) + (seed % 41) - 20
      }
      ctx.putImageData(image, 0, 0)
    }),
  empty: () => ({ width: 0, height: 0, pixels: new Uint8ClampedArray(0) }),
  short: () => ({ width: 8, height: 8, pixels: new Uint8ClampedArray(255) }),
}

const failure = ({ code, message }) => ({ code, message })

/** The one that was left open for the next call. */
let kept

/**
 * Judges pictures one after the other and gives what came of each. `keep` leaves the classifier open for the next call;
 * `closeFirst` closes the one that was kept, and asks it all the same.
 */
globalThis.answerTo = async ({ pictures, assets, keep, closeFirst }) => {
  try {
    const classifier = kept ?? (await createClassifier(assets === undefined ? {} : { assets }))
    if (closeFirst) classifier.close()
    const answers = []
    for (const name of pictures) answers.push(await classifier.classify(makers[name]()).catch(failure))
    if (keep) kept = classifier
    else classifier.close()
    return answers
  } catch (error) {
    return [failure(error)]
  }
}

/** ms from nothing to ready, and for each of so many frames of a size. */
globalThis.measure = async ({ width, height, frames }) => {
  const began = performance.now()
  const classifier = await createClassifier()
  const load = performance.now() - began
  const times = []
  for (let i = 0; i < frames; i++) {
    const pixels = new Uint8ClampedArray(width * height * 4).map(() => Math.random() * 256)
    const from = performance.now()
    await classifier.classify({ width, height, pixels })
    times.push(performance.now() - from)
  }
  classifier.close()
  return { load, times }
}
