import { Worker } from 'node:worker_threads'
import type { Job, Report } from './job.js'

const SOURCES = new URL('../scripts/sources.mjs', import.meta.url).href

/**
 * Has jobs done by some workers, each in a thread of its own.
 * @param done told of each report; answers whether to go on
 */
export async function crew(
  jobs: Iterator<Job>,
  workers: number,
  defect: string | undefined,
  done: (report: Report) => boolean,
): Promise<void> {
  let isOver = false
  await Promise.all(Array.from({ length: workers }, () => hire()))

  function hire(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: defect,
      execArgv: ['--import', SOURCES],
    })
    return new Promise<void>((resolve, reject) => {
      const next = (): void => {
        const job = isOver ? undefined : jobs.next()
        if (job === undefined || job.done === true) resolve()
        else worker.postMessage(job.value)
      }
      worker.on('message', (report: Report) => {
        if (!done(report)) isOver = true
        next()
      })
      worker.on('error', reject)
      next()
    }).finally(() => void worker.terminate())
  }
}
