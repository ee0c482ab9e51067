import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Gatekeeper {
  readonly host: string
  readonly port: number
  /** Upgrades that were asked for. */
  readonly asked: () => number
  /** From now on upgrades pass. */
  readonly allow: () => void
  readonly close: () => Promise<void>
}

/** A network's proxy that passes HTTP on and has its own idea of upgrades: it answers 403, or nothing at all. */
export async function openGatekeeper(
  target: { readonly port: number },
  upgrades: 'refuse' | 'hang',
): Promise<Gatekeeper> {
  let asked = 0
  let isOpen = false
  const hanging = new Set<Duplex>()
  const http = createServer((req, res) => {
    const { method, url, headers } = req
    const on = request({ host: '127.0.0.1', port: target.port, method, path: url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(res)
    })
    on.on('error', () => res.destroy())
    res.on('close', () => on.destroy())
    req.pipe(on)
  })
  http.on('upgrade', (req, socket, head) => {
    asked++
    hanging.add(socket)
    socket.on('close', () => hanging.delete(socket))
    socket.on('error', () => undefined)
    if (isOpen) {
      const on = request({ host: '127.0.0.1', port: target.port, path: req.url, headers: req.headers })
      on.on('upgrade', (answer, far, rest) => {
        const lines = [`HTTP/1.1 101 Switching Protocols`]
        for (let i = 0; i < answer.rawHeaders.length; i += 2)
          lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
        socket.write(`${lines.join('\r\n')}\r\n\r\n`)
        socket.write(rest)
        far.write(head)
        far.on('error', () => socket.destroy())
        socket.on('close', () => far.destroy())
        far.on('close', () => socket.destroy())
        far.pipe(socket).pipe(far)
      })
      on.on('error', () => socket.destroy())
      on.end()
    } else if (upgrades === 'refuse') {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    }
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (http.address() as AddressInfo).port,
    asked: () => asked,
    allow: () => (isOpen = true),
    close: async () => {
      http.closeAllConnections()
      for (const socket of hanging) socket.destroy()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
