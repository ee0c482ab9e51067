import { CheckError } from './errors.js'
import { type FromWorker, TALK, type ToWorker } from './messages.js'
import { faultOf, type Picture } from './picture.js'
import { folderOf, startWorker } from './start.js'
import { whyUnsupported } from './support.js'
import { after } from './system.js'
import { judge, sharesOf, type Verdict } from './verdict.js'

/** Judges one small picture. The shape is `FrameClassifier` of `@stranger-chat/core/media`. */
export interface FrameClassifier {
  /** Never throws; rejects with a `CheckError` whose code says whether the next picture is worth a try. */
  readonly classify: (frame: Picture) => Promise<Verdict>
  /** Ends the worker and gives its memory back. Whatever wasn't judged yet is rejected as `closed`. */
  readonly close: () => void
}

export interface ClassifierOptions {
  /** The folder that holds `worker.js`, the model and the wasm file; by default `assets/` beside this module. */
  readonly assets?: string | URL
  /** ms until loading counts as failed: 3 MB on a slow line take a while. */
  readonly patience?: number
}

const PATIENCE_MS = 60_000

/** Pictures that may wait for the worker. Whoever is faster than it should leave frames out, not queue them. */
const MOST_WAITING = 4

interface Waiting {
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: CheckError) => void
}

/**
 * Loads the model into a worker and resolves once it has judged a blank picture, so that the first real one is quick. Until
 * it is called nothing is loaded. Rejects with a `CheckError`: `unsupported` or `unavailable`.
 */
export async function createClassifier(options: ClassifierOptions = {}): Promise<FrameClassifier> {
  const why = whyUnsupported()
  if (why !== undefined) throw new CheckError('unsupported', why)
  const folder = folderIn(options)
  const worker = start(folder)
  try {
    await ready(worker, folder, options.patience ?? PATIENCE_MS)
  } catch (error) {
    worker.terminate()
    throw error
  }
  return classifierOf(worker)
}

const unavailable = (reason: string, cause?: unknown): CheckError =>
  new CheckError('unavailable', reason, cause === undefined ? undefined : { cause })

function folderIn({ assets = new URL('./assets/', import.meta.url) }: ClassifierOptions): URL {
  try {
    return folderOf(assets)
  } catch (error) {
    throw unavailable(`\`assets\` must be the address of a folder, and "${String(assets)}" is none.`, error)
  }
}

function start(folder: URL): Worker {
  try {
    return startWorker(folder)
  } catch (error) {
    throw unavailable(blocked(folder), error)
  }
}

const blocked = (folder: URL): string =>
  `The worker of ${folder.href} can't be started: look whether worker.js is there, and whether the page's CSP (worker-src, trusted-types) allows it.`

/** Resolves when the worker says that it can judge. */
function ready(worker: Worker, folder: URL, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = after(patience, () =>
      reject(unavailable(`The check wasn't loaded from ${folder.href} within ${patience / 1000} s.`)),
    )
    worker.onerror = (event) => {
      cancel()
      event.preventDefault()
      reject(unavailable(blocked(folder), event.message))
    }
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      cancel()
      if (data.kind === 'ready' && data.talk === TALK) resolve()
      else if (data.kind === 'ready')
        reject(unavailable(`The files in ${folder.href} are of another version.`))
      else if (data.kind === 'failed') {
        reject(unavailable(`The check can't be loaded from ${folder.href}: ${data.reason}`))
      }
    }
  })
}

function classifierOf(worker: Worker): FrameClassifier {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let over: CheckError | undefined

  /** From here on every picture gets the same answer. */
  const end = (error: CheckError): void => {
    if (over) return
    over = error
    worker.terminate()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  const answer = (data: FromWorker): void => {
    if (data.kind !== 'judged' && data.kind !== 'stuck') return
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    const shares = data.kind === 'judged' ? sharesOf(data.shares) : undefined
    if (shares) asked?.resolve(judge(shares))
    else asked?.reject(unavailable(data.kind === 'stuck' ? data.reason : 'The model gave no shares.'))
  }

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => answer(data)
  worker.onerror = (event) => {
    event.preventDefault()
    end(unavailable(`The worker that judges pictures has died: ${event.message}`))
  }

  return {
    async classify(frame) {
      if (over) throw over
      const fault = faultOf(frame)
      if (fault !== undefined) throw new CheckError('bad-picture', fault)
      if (waiting.size >= MOST_WAITING) {
        throw new CheckError('busy', `${MOST_WAITING} pictures are waiting already: leave this one out.`)
      }
      const id = ++last
      const { width, height, pixels } = frame
      return await new Promise<Verdict>((resolve, reject) => {
        worker.postMessage({ id, width, height, pixels } satisfies ToWorker)
        waiting.set(id, { resolve, reject })
      })
    },
    close: () => end(new CheckError('closed', 'The check was closed.')),
  }
}
