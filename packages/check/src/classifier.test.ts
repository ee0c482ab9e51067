import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClassifier, type FrameClassifier } from './classifier.js'
import type { CheckError, CheckErrorCode } from './errors.js'
import { type FromWorker, TALK, type ToWorker } from './messages.js'

// The page's half against a worker that says what the test tells it to; the real one is in ../browser.

class FakeWorker {
  static last: FakeWorker
  onmessage: ((event: { data: FromWorker }) => void) | undefined
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | undefined
  readonly asked: ToWorker[] = []
  readonly url: string
  ended = false
  constructor(url: string) {
    this.url = url
    FakeWorker.last = this
  }
  postMessage(message: ToWorker): void {
    this.asked.push(message)
  }
  terminate(): void {
    this.ended = true
  }
  says(data: FromWorker): void {
    this.onmessage?.({ data })
  }
  dies(): void {
    this.onerror?.({ message: 'out of memory', preventDefault: () => {} })
  }
}

const assets = 'http://chat.example/check/'
const picture = { width: 1, height: 1, pixels: new Uint8ClampedArray(4) }
const neutral = [0, 0, 1, 0, 0]

async function started(): Promise<[FrameClassifier, FakeWorker]> {
  const creating = createClassifier({ assets })
  FakeWorker.last.says({ kind: 'ready', talk: TALK })
  return [await creating, FakeWorker.last]
}

const rejects = async (promise: Promise<unknown>, code: CheckErrorCode, words = ''): Promise<void> => {
  const error = (await promise.then(
    () => expect.unreachable('It should have been rejected.'),
    (reason: unknown) => reason,
  )) as CheckError
  expect(error.name).toBe('CheckError')
  expect(error.code).toBe(code)
  expect(error.message).toContain(words)
}

beforeEach(() => vi.stubGlobal('Worker', FakeWorker))
afterEach(() => vi.unstubAllGlobals())

test('a folder that is named without its last slash is still a folder', async () => {
  vi.stubGlobal('location', new URL('http://chat.example/room'))
  const creating = createClassifier({ assets: '/check' })
  FakeWorker.last.says({ kind: 'ready', talk: TALK })
  await creating
  expect(FakeWorker.last.url).toBe('http://chat.example/check/worker.js')
})

test('a worker of another origin is brought in by a line of our own', async () => {
  await started()
  expect(FakeWorker.last.url).toMatch(/^blob:/)
})

test('what is no address is told so', async () => {
  await rejects(createClassifier({ assets: 'http://' }), 'unavailable', '"http://" is none')
})

test('it has the shape that a call asks for', async () => {
  interface Asked {
    readonly classify: (frame: {
      readonly width: number
      readonly height: number
      readonly pixels: Uint8ClampedArray
    }) => Promise<{ readonly label: 'fine' | 'unsure' | 'explicit'; readonly score: number }>
    readonly close: () => void
  }
  const [classifier] = await started()
  const asked: Asked = classifier
  asked.close()
  expect(FakeWorker.last.ended).toBe(true)
})

test('where there are no workers it is unsupported', async () => {
  vi.stubGlobal('Worker', undefined)
  await rejects(createClassifier({ assets }), 'unsupported', 'worker')
})

test('files of another version are unavailable, and their worker is ended', async () => {
  const creating = createClassifier({ assets })
  FakeWorker.last.says({ kind: 'ready', talk: TALK + 1 })
  await rejects(creating, 'unavailable', 'another version')
  expect(FakeWorker.last.ended).toBe(true)
})

test('a worker that fails says why, one that is silent is not waited for for ever', async () => {
  const failing = createClassifier({ assets })
  FakeWorker.last.says({ kind: 'failed', reason: 'model.bin was answered with 404.' })
  await rejects(failing, 'unavailable', 'model.bin was answered with 404.')
  await rejects(createClassifier({ assets, patience: 1 }), 'unavailable', 'within 0.001 s')
  expect(FakeWorker.last.ended).toBe(true)
})

test('answers find their pictures, in whatever order they come', async () => {
  const [classifier, worker] = await started()
  const first = classifier.classify(picture)
  const second = classifier.classify(picture)
  const [one, two] = worker.asked
  worker.says({ kind: 'judged', id: two?.id ?? 0, shares: [0, 0, 0, 1, 0] })
  worker.says({ kind: 'judged', id: one?.id ?? 0, shares: neutral })
  expect((await first).label).toBe('fine')
  expect((await second).label).toBe('explicit')
})

test('a bad picture is answered here, and the next one is judged', async () => {
  const [classifier, worker] = await started()
  await rejects(classifier.classify({ ...picture, width: 0 }), 'bad-picture', 'A picture of 0 by 1')
  expect(worker.asked).toEqual([])
  const next = classifier.classify(picture)
  worker.says({ kind: 'judged', id: worker.asked[0]?.id ?? 0, shares: neutral })
  expect((await next).label).toBe('fine')
})

test('a model that gives nonsense, or throws, is an error of that picture', async () => {
  const [classifier, worker] = await started()
  const nonsense = classifier.classify(picture)
  worker.says({ kind: 'judged', id: worker.asked[0]?.id ?? 0, shares: [Number.NaN] })
  await rejects(nonsense, 'unavailable', 'no shares')
  const thrown = classifier.classify(picture)
  worker.says({ kind: 'stuck', id: worker.asked[1]?.id ?? 0, reason: 'It ran out of memory.' })
  await rejects(thrown, 'unavailable', 'It ran out of memory.')
})

test('pictures don’t pile up', async () => {
  const [classifier, worker] = await started()
  for (let i = 0; i < 4; i++) void classifier.classify(picture)
  await rejects(classifier.classify(picture), 'busy')
  worker.says({ kind: 'judged', id: worker.asked[0]?.id ?? 0, shares: neutral })
  void classifier.classify(picture)
  expect(worker.asked).toHaveLength(5)
})

test('a worker that dies answers everything, now and later', async () => {
  const [classifier, worker] = await started()
  const waiting = classifier.classify(picture)
  worker.dies()
  await rejects(waiting, 'unavailable', 'out of memory')
  await rejects(classifier.classify(picture), 'unavailable', 'out of memory')
  expect(worker.ended).toBe(true)
})

test('closing ends the worker and answers whoever still waits', async () => {
  const [classifier, worker] = await started()
  const waiting = classifier.classify(picture)
  classifier.close()
  classifier.close()
  expect(worker.ended).toBe(true)
  await rejects(waiting, 'closed')
  await rejects(classifier.classify(picture), 'closed')
})
