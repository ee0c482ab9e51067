import { createServer as createHttpServer } from 'node:http'
import express from 'express'
import { createServer } from '@stranger-chat/server'

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>An Express app with strangers in it</title>
  <h1>An Express app with strangers in it</h1>
  <script type="module" src="/chat/stranger-chat.js"></script>
  <stranger-chat></stranger-chat>
</html>`

const app = express()
app.get('/', (_, res) => {
  res.type('html').send(PAGE)
})
app.get('/hello', (_, res) => {
  res.json({ hello: 'from Express' })
})

// The strangers live under /chat; every other address stays the app's own. `data` holds keys and blocks.
const strangers = await createServer({ path: '/chat', data: process.env.DATA ?? './stranger-chat-data' })
app.use(strangers.handle)

const http = createHttpServer(app)
http.on('upgrade', (request, socket, head) => {
  if (strangers.owns(request.url)) strangers.upgrade(request, socket, head)
  else socket.destroy()
})
http.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  const address = http.address()
  console.log(`Open http://localhost:${typeof address === 'object' ? address?.port : address}/`)
})

// Whoever is in a chat is told to come back, which they can if the keys are kept in `data`.
async function stop() {
  await strangers.close()
  http.close()
  http.closeAllConnections()
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop())
