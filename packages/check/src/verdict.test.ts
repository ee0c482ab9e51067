import { describe, expect, test } from 'vitest'
import { judge, sharesOf, type Shares } from './verdict.js'

const shares = (some: Partial<Shares>): Shares => ({
  drawing: 0,
  hentai: 0,
  neutral: 0,
  porn: 0,
  sexy: 0,
  ...some,
})

describe('the label of a picture', () => {
  test.each([
    // What was measured: a flat grey, a portrait, a picture through a microscope.
    [shares({ drawing: 0.837, hentai: 0.024, neutral: 0.129, porn: 0.009, sexy: 0.001 }), 'fine'],
    [shares({ drawing: 0.008, neutral: 0.992 }), 'fine'],
    [shares({ neutral: 0.4, porn: 0.599, sexy: 0.001 }), 'unsure'],
    // Just under and on each threshold.
    [shares({ porn: 0.349, neutral: 0.651 }), 'fine'],
    [shares({ porn: 0.35, neutral: 0.65 }), 'unsure'],
    [shares({ porn: 0.699, neutral: 0.301 }), 'unsure'],
    [shares({ porn: 0.7, neutral: 0.3 }), 'explicit'],
    // Drawn counts as filmed, and both together as one.
    [shares({ hentai: 0.9, drawing: 0.1 }), 'explicit'],
    [shares({ hentai: 0.35, porn: 0.35, drawing: 0.3 }), 'explicit'],
    // Bare shoulders are never explicit by themselves.
    [shares({ sexy: 1 }), 'unsure'],
    [shares({ sexy: 0.79, neutral: 0.21 }), 'fine'],
    [shares({ sexy: 0.6, porn: 0.25, neutral: 0.15 }), 'unsure'],
  ])('%j is %s', (given, label) => expect(judge(given).label).toBe(label))

  test('the score is the explicit share, and the shares come along to explain it', () => {
    const given = shares({ hentai: 0.25, porn: 0.5, neutral: 0.25 })
    expect(judge(given)).toEqual({ label: 'explicit', score: 0.75, shares: given })
  })

  test('the score stays within 1, whatever rounding makes of the shares', () => {
    expect(judge(shares({ hentai: 0.5000001, porn: 0.5000001 })).score).toBe(1)
  })
})

describe('what the model said', () => {
  test('five numbers get their names in its order', () => {
    expect(sharesOf([0.1, 0.2, 0.3, 0.25, 0.15])).toEqual({
      drawing: 0.1,
      hentai: 0.2,
      neutral: 0.3,
      porn: 0.25,
      sexy: 0.15,
    })
  })

  test.each([
    [[]],
    [[1]],
    [[0, 0, 0, 0, 0, 1]],
    [[0, 0, Number.NaN, 0, 1]],
    [[-1, 1, 1, 0, 0]],
    [[0, 0, 2, 0, 0]],
  ])('anything else is no answer: %j', (numbers) => expect(sharesOf(numbers)).toBeUndefined())
})
