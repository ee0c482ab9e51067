import { parentPort, workerData } from 'node:worker_threads'
import { breakSources, DEFECTS } from './defects.js'
import type { Job } from './job.js'

// Runs jobs one after the other; with a defect in the sources, if one is named. So nothing that may be broken is
// imported before that.
const name: unknown = workerData
const defect = DEFECTS.find((one) => one.name === name)
const isBroken = defect === undefined ? () => true : breakSources(defect)
const { runJob } = await import('./job.js')
if (!isBroken()) throw new Error(`The defect ${String(name)} is in no file that is loaded.`)

parentPort?.on('message', (job: Job) => {
  void runJob(job).then((report) => parentPort?.postMessage(report))
})
