import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Files {
  readonly url: string
  readonly close: () => void
}

/** Serves a page and what it fetches to this machine alone, on a port that is free. */
export async function serve(answer: RequestListener): Promise<Files> {
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
