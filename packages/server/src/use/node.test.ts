import { once } from 'node:events'
import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createServer } from '../server.js'

const quiet = { log: { log: () => undefined } }

async function listen(http: HttpServer): Promise<number> {
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return (http.address() as AddressInfo).port
}

it('lives beside other routes and other upgrades, and takes only its own', async () => {
  const http = createHttp((req, res) => res.end(`theirs ${req.url}`))
  const upgraded: unknown[] = []
  http.on('upgrade', (req, socket) => {
    if (req.url !== '/theirs') return
    upgraded.push(req.url)
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  const server = await createServer({ ...quiet, path: '/chat/' })
  const detach = server.attach(http)
  const port = await listen(http)
  const get = async (path: string) => await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
  try {
    expect(JSON.parse(await get('/chat/healthz'))).toEqual({ status: 'ok' })
    expect(await get('/')).toBe('theirs /')
    expect(await get('/healthz')).toBe('theirs /healthz')
    expect(await get('/chatter/healthz')).toBe('theirs /chatter/healthz')
    expect(await get('/chat/nothing?x=1')).toBe('theirs /chat/nothing?x=1')

    const ours = new WebSocket(`ws://127.0.0.1:${port}/chat/ws`, 'stranger-chat.v1')
    await once(ours, 'open')
    ours.terminate()
    const theirs = connect(port, '127.0.0.1')
    theirs.end('GET /theirs HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n')
    theirs.resume()
    await once(theirs, 'close')
    expect(upgraded).toEqual(['/theirs'])

    detach()
    expect(await get('/chat/healthz')).toBe('theirs /chat/healthz')
  } finally {
    await server.close()
    http.closeAllConnections()
    http.close()
  }
})

it('answers 404 and hangs up on its own, when nobody else is there', async () => {
  const http = createHttp()
  const server = await createServer(quiet)
  server.attach(http)
  const port = await listen(http)
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/nothing`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not_found' })
    const stray = connect(port, '127.0.0.1')
    stray.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    stray.resume()
    stray.on('error', () => undefined)
    await once(stray, 'close')
  } finally {
    await server.close()
    http.closeAllConnections()
    http.close()
  }
})
