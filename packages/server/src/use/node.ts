import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'

/** The part of a `StrangerServer` that an http server needs. */
export interface Attachable {
  readonly owns: (url: string | undefined) => boolean
  readonly handle: (req: IncomingMessage, res: ServerResponse, next?: () => void) => void
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
}

type OnRequest = (req: IncomingMessage, res: ServerResponse) => void

/**
 * Puts the server beside whatever an http server already does: its own requests and upgrades are answered, all others go
 * where they went before. Attach after the http server has its own request handlers.
 *
 * @returns a function that detaches it again
 */
export function attach(server: Attachable, http: HttpServer | HttpsServer): () => void {
  const before = http.listeners('request') as OnRequest[]
  const onRequest: OnRequest = (req, res) => {
    if (before.length === 0) return server.handle(req, res)
    server.handle(req, res, () => {
      for (const listener of before) listener.call(http, req, res)
    })
  }
  const onUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (server.owns(req.url)) return server.upgrade(req, socket, head)
    // With nobody else listening Node would leave the socket open for ever.
    if (http.listenerCount('upgrade') === 1) socket.destroy()
  }
  http.removeAllListeners('request')
  http.on('request', onRequest)
  http.on('upgrade', onUpgrade)
  return () => {
    http.off('request', onRequest)
    http.off('upgrade', onUpgrade)
    for (const listener of before) http.on('request', listener)
  }
}
