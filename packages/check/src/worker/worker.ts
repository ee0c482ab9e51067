import { type FromWorker, TALK, type ToWorker } from '../messages.js'
import { loadModel, look } from './model.js'

// Starts by itself, takes its files from beside itself, and talks to nobody but the page that started it.

const say = (message: FromWorker): void => globalThis.postMessage(message)
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

try {
  const model = await loadModel(new URL('./', import.meta.url))
  // One after the other, in the order they came.
  let before: Promise<void> = Promise.resolve()
  globalThis.onmessage = ({ data: { id, width, height, pixels } }: MessageEvent<ToWorker>) => {
    before = before.then(async () => {
      try {
        say({ kind: 'judged', id, shares: await look(model, width, height, pixels) })
      } catch (error) {
        say({ kind: 'stuck', id, reason: wordsOf(error) })
      }
    })
  }
  say({ kind: 'ready', talk: TALK })
} catch (error) {
  say({ kind: 'failed', reason: wordsOf(error) })
}
