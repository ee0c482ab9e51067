import Fastify from 'fastify'
import { createServer } from '@stranger-chat/server'

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>A Fastify app with strangers in it</title>
  <h1>A Fastify app with strangers in it</h1>
  <script type="module" src="/chat/stranger-chat.js"></script>
  <stranger-chat></stranger-chat>
</html>`

const app = Fastify()
app.get('/', (_, reply) => reply.type('text/html').send(PAGE))
app.get('/hello', () => ({ hello: 'from Fastify' }))

// The strangers live under /chat; every other address stays the app's own. `data` holds keys and blocks.
const strangers = await createServer({ path: '/chat', data: process.env.DATA ?? './stranger-chat-data' })
// Whoever is in a chat is told to come back, which they can if the keys are kept. Before Fastify waits for open sockets.
app.addHook('preClose', () => strangers.close())

await app.ready()
// Takes its own requests and upgrades; Fastify keeps the rest.
strangers.attach(app.server)
const address = await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
console.log(`Open ${address.replace('127.0.0.1', 'localhost')}/`)

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void app.close())
