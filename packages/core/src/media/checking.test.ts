import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { Checking } from './checking.js'
import { FrameSampler } from './sampler.js'
import type { FrameClassifier, Picture, Verdict } from './types.js'

const PICTURE: Picture = { width: 1, height: 1, pixels: new Uint8ClampedArray(4) }
type Label = Verdict['label']
const LETTERS: Record<string, Label> = { f: 'fine', u: 'unsure', e: 'explicit' }

function set(classify: FrameClassifier['classify']) {
  const clock = new FakeClock()
  const faults = vi.fn()
  const close = vi.fn()
  const checking = new Checking({ classifier: { classify, close }, system: clock, fault: faults })
  return { clock, faults, close, checking, at: checking.state.get }
}

/** Judges by a word: f, u and e for fine, unsure and explicit, one a picture. */
async function judge(word: string): Promise<string> {
  const labels = [...word].map((letter) => LETTERS[letter] ?? 'fine')
  const { checking, at } = set(() => Promise.resolve({ label: labels.shift() ?? 'fine', score: 1 }))
  let blurs = ''
  for (const _ of word) {
    await checking.take(PICTURE)
    blurs += at().blur ? '#' : '.'
  }
  return blurs
}

describe('2 of the last 3 explicit pictures hide what is shown', () => {
  it.each([
    ['fff', '...'],
    ['efe', '..#'],
    ['ee', '.#'],
    ['effe', '....'],
    ['uuuu', '....'],
    ['eue', '..#'],
    // Once hidden it shows when the last three are all fine.
    ['eefff', '.###.'],
    ['eeufff', '.####.'],
    ['efefef', '..####'],
  ])('%s: %s', async (word, blurs) => {
    expect(await judge(word)).toBe(blurs)
  })

  it('one alone never does, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10), fc.nat(10), fc.constantFrom('f', 'u'), async (before, after, other) => {
        expect(await judge(`${other.repeat(before)}e${other.repeat(after)}`)).not.toContain('#')
      }),
    )
  })

  it('hidden exactly from 2 of 3 explicit until 3 of 3 fine', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('f', 'u', 'e'), maxLength: 30 }), async (word) => {
        let isHidden = false
        let expected = ''
        for (let end = 1; end <= word.length; end++) {
          const last = word.slice(Math.max(0, end - 3), end)
          if (last.split('e').length > 2) isHidden = true
          else if (last === 'fff') isHidden = false
          expected += isHidden ? '#' : '.'
        }
        expect(await judge(word)).toBe(expected)
      }),
    )
  })
})

describe('starting over', () => {
  it('another stranger begins with nothing against them', async () => {
    const { checking, at } = set(() => Promise.resolve({ label: 'explicit', score: 1 }))
    await checking.take(PICTURE)
    await checking.take(PICTURE)
    expect(at().blur).toBe(true)
    checking.reset()
    expect(at()).toEqual({ off: null, blur: false })
    await checking.take(PICTURE)
    expect(at().blur).toBe(false)
  })

  it('a verdict about the stranger before is not counted', async () => {
    const answers: ((verdict: Verdict) => void)[] = []
    const { checking, at } = set(() => new Promise((resolve) => answers.push(resolve)))
    for (let i = 0; i < 2; i++) {
      const judged = checking.take(PICTURE)
      await setImmediate()
      if (i === 0) checking.reset()
      answers.shift()?.({ label: 'explicit', score: 1 })
      await judged
    }
    expect(at().blur).toBe(false)
  })
})

describe('a classifier that does not work', () => {
  it.each<[string, FrameClassifier['classify']]>([
    ['rejects', () => Promise.reject(new Error('no wasm here'))],
    [
      'throws at once',
      () => {
        throw new Error('no worker here')
      },
    ],
    ['says nonsense', () => Promise.resolve({ label: 'cat' } as unknown as Verdict)],
    ['says nothing', () => Promise.resolve(undefined as unknown as Verdict)],
  ])('%s: it is off, says so, and is asked no more', async (_, classify) => {
    const asked = vi.fn(classify)
    const { checking, at, close, faults } = set(asked)
    await checking.take(PICTURE)
    await checking.take(PICTURE)
    expect(at()).toEqual({ off: 'failed', blur: false })
    expect([asked, close, faults].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
  })

  it('never answers: off after 45 s, and an answer after that counts for nothing', async () => {
    let answer: (verdict: Verdict) => void = () => {}
    const { checking, clock, at } = set(
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    )
    const judged = checking.take(PICTURE)
    await setImmediate()
    clock.advance(44_999)
    await setImmediate()
    expect(at().off).toBeNull()
    clock.advance(1)
    await judged
    expect(at().off).toBe('slow')
    answer({ label: 'explicit', score: 1 })
    await setImmediate()
    expect(at()).toEqual({ off: 'slow', blur: false })
  })

  it('what is hidden stays hidden when it fails, until the person asks for it', async () => {
    let left = 2
    const { checking, at } = set(() =>
      left-- > 0
        ? Promise.resolve({ label: 'explicit', score: 1 })
        : Promise.reject(new Error('out of memory')),
    )
    for (let i = 0; i < 3; i++) await checking.take(PICTURE)
    expect(at()).toEqual({ off: 'failed', blur: true })
    checking.reset()
    expect(at()).toEqual({ off: 'failed', blur: false })
  })

  it('one that cannot even be closed does no harm', async () => {
    const { checking, close, at } = set(() => Promise.reject(new Error('broken')))
    close.mockImplementation(() => {
      throw new Error('thoroughly')
    })
    await checking.take(PICTURE)
    expect(at().off).toBe('failed')
  })
})

it('closed: the classifier is let go of once, nothing is hidden, no timer is left', async () => {
  const { checking, clock, close, at } = set(() => new Promise(() => {}))
  const judged = checking.take(PICTURE)
  await setImmediate()
  checking.close()
  await judged
  checking.close()
  expect(close).toHaveBeenCalledTimes(1)
  expect(at()).toEqual({ off: 'closed', blur: false })
  expect(clock.pending).toBe(0)
})

it('takes its pictures from a sampler, one every 4 s at 224 x 224', async () => {
  const classify = vi.fn<FrameClassifier['classify']>(() =>
    Promise.resolve({ label: 'explicit', score: 0.9 }),
  )
  const { checking, clock, at } = set(classify)
  const grab = (width: number, height: number): Picture => ({ ...PICTURE, width, height })
  const sampler = new FrameSampler({ grab, consumers: [checking], system: clock })
  for (let i = 0; i < 9; i++) {
    clock.advance(1_000)
    await setImmediate()
  }
  expect(classify.mock.calls.map(([{ width, height }]) => [width, height])).toEqual(Array(3).fill([224, 224]))
  expect(at().blur).toBe(true)
  sampler.close()
})
