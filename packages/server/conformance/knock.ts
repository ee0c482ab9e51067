import { SUBPROTOCOL } from '@stranger-chat/core/protocol'
import { WebSocket } from 'ws'
import { Misuse } from './misuse.js'
import { wsUrl } from './stage.js'

/** How long a server may take to open a connection, ms. */
const OPEN_MS = 10_000

/** Sentences for what stands in the way, by the code of the network's error. */
const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that host',
  ECONNRESET: 'it hung up',
  ETIMEDOUT: 'it does not answer',
}

/** Whether anything takes WebSocket connections there. @throws Misuse with a sentence that says what is in the way */
export function findServer(base: string): Promise<void> {
  const url = wsUrl(base)
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, SUBPROTOCOL, { handshakeTimeout: OPEN_MS, perMessageDeflate: false })
    socket.once('open', () => {
      socket.terminate()
      resolve()
    })
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy()
      // It may only be full, which is the run's to wait for.
      if (statusCode === 429 || statusCode === 503) resolve()
      else
        reject(
          new Misuse(
            `${url} answered HTTP ${statusCode}, not a WebSocket. Is ${base} a stranger-chat server?`,
          ),
        )
    })
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      const why = WHY[cause.code ?? ''] ?? cause.message
      reject(new Misuse(`${base} can't be reached: ${why}.`))
    })
  })
}
