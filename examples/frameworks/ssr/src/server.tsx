import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { App } from './App.tsx'

const port = Number(process.env.PORT ?? 3000)
const chatServer = process.env.CHAT_SERVER ?? 'http://localhost:8787'
const folder = join(import.meta.dirname, '../client')
const page = await readFile(join(folder, 'index.html'), 'utf8')
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

/** What the browser takes over: the same app with the same address, which it finds on `<html>`. */
function render(): string {
  const app = renderToString(
    <StrictMode>
      <App chatServer={chatServer} />
    </StrictMode>,
  )
  return page
    .replace('<html', () => `<html data-chat-server="${chatServer}"`)
    .replace('<!--app-->', () => app)
}

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(render())
    return
  }
  // The names of what Vite built, and nothing that leads out of its folder.
  const name = /^\/assets\/([\w-]+\.(?:js|css))$/.exec(pathname)?.[1]
  readFile(join(folder, 'assets', name ?? 'none')).then(
    (body) => response.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'text/plain' }).end(body),
    () => response.writeHead(404).end(),
  )
}).listen(port, '127.0.0.1', () => console.log(`Open http://localhost:${port}/`))
