/** What a server under test tells and answers over IPC; both servers use it, so neither is measured differently. */

declare const gc: undefined | (() => void)

export interface Memory {
  readonly rss: number
  readonly heap: number
}

/** Tells the parent the port, and from then on answers `memory` after forced collections. Ends with the parent. */
export function serveParent(port: number): void {
  process.on('message', (message) => {
    if (message === 'memory') void settle().then((memory) => process.send?.({ memory }))
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ port })
}

/** Four full collections with a turn of the loop between, so that finalisers of the first are collected by the next. */
async function settle(): Promise<Memory> {
  for (let round = 0; round < 4; round++) {
    gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heap: heapUsed }
}
