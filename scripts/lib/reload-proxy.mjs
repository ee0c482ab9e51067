import { createServer, request } from 'node:http'
import { connect } from 'node:net'

const script = "new EventSource('/__watch').onmessage = () => location.reload()"
const tag = '<script src="/__watch.js"></script>'

/**
 * A proxy that stands before the server while watching: pages that pass through reload when told to.
 * `upstream()` gives the server's port of the moment, or undefined while it restarts.
 */
export function reloadProxy(upstream) {
  const pages = new Set()

  const proxy = createServer((asked, answer) => {
    if (asked.url === '/__watch.js') {
      answer.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      return
    }
    if (asked.url === '/__watch') {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      answer.write(': watching\n\n')
      pages.add(answer)
      answer.on('close', () => pages.delete(answer))
      return
    }
    // No compression: the tag goes in as plain text.
    const headers = { ...asked.headers, 'accept-encoding': 'identity' }
    const options = { port: upstream(), host: '127.0.0.1', path: asked.url, method: asked.method, headers }
    const onward = request(options, (reply) => {
      const page = reply.headers['content-type']?.startsWith('text/html')
      const { 'content-length': length, ...others } = reply.headers
      answer.writeHead(reply.statusCode, page || !length ? others : reply.headers)
      reply.pipe(answer, { end: !page })
      if (page) reply.on('end', () => answer.end(asked.method === 'HEAD' ? '' : tag))
    })
    onward.on('error', () => {
      if (!answer.headersSent) answer.writeHead(503, { 'content-type': 'text/html' })
      answer.end(`The server is restarting. ${tag}`)
    })
    asked.pipe(onward)
  })

  proxy.on('upgrade', (asked, socket, head) => {
    const onward = connect(upstream() ?? 0, '127.0.0.1')
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`]
    for (let at = 0; at < asked.rawHeaders.length; at += 2) {
      lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`)
    }
    onward.write(`${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    socket.pipe(onward).pipe(socket)
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })

  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        proxy.once('error', reject)
        proxy.listen(port, '127.0.0.1', resolve)
      }),
    reload: () => {
      for (const page of pages) page.write('data: now\n\n')
    },
  }
}
