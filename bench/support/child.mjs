/**
 * What a server under test tells and answers over IPC; all servers use it, so none is measured differently. JavaScript, since one
 * of them only loads in a Node that doesn't read types.
 *
 * @typedef {{ readonly rss: number, readonly heap: number }} Memory
 */

/**
 * Tells the parent the port, and from then on answers `memory` after forced collections. Ends with the parent.
 * @param {number} port
 */
export function serveParent(port) {
  process.on('message', (message) => {
    if (message === 'memory') void settle().then((memory) => process.send?.({ memory }))
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ port })
}

/**
 * Four full collections with a turn of the loop between, so that finalisers of the first are collected by the next.
 * @returns {Promise<Memory>}
 */
async function settle() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heap: heapUsed }
}
