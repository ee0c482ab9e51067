import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { createServer, type ServerOptions, staticList } from '../../src/index.js'

/** A frame as it passes; defects may make of it what they like. */
export type Loose = { [key: string]: unknown }

/** One connection through the defect, and what the defect remembers of it. */
export interface Passage {
  /** The chat it is in, and its seat there. */
  chat: string
  you: number
  readonly notes: Loose
  readonly toClient: (frame: Loose) => void
  readonly close: (code: number) => void
}

/** What becomes of a frame: these instead of it, or, for nothing, itself. */
type Turn = (frame: Loose, passage: Passage) => readonly (Loose | string)[] | undefined

/** A way to get the protocol wrong. */
export interface Defect {
  readonly fromServer?: Turn
  readonly fromClient?: Turn
  /** Whether a handshake is answered by an HTTP error. */
  readonly refuses?: (protocols: string) => boolean
  readonly choosesFirst?: boolean
  readonly ignoresBinary?: boolean
  /** What becomes of the body of a request, and of an answer. */
  readonly asking?: (body: string) => string
  readonly answering?: (body: string) => string
  readonly http?: (body: string) => number | undefined
  /** With which code a line is closed. */
  readonly closing?: (code: number) => number
  readonly options?: () => ServerOptions
  /** The address that everybody comes from, for a server that trusts this machine as a proxy. */
  readonly from?: string
}

export interface Running {
  readonly url: string
  readonly close: () => Promise<void>
}

const SILENT = { log: () => undefined }
/** Codes that only a transport may use: such a line simply ends. */
const isSayable = (code: number): boolean => code >= 1000 && (code < 1004 || code > 1006)

/** Nothing is ever sent there. */
const ice = staticList([{ urls: 'turn:192.0.2.1', username: 'u', credential: 'c' }], ['192.0.2.1'])

/** Our own server; whether it offers calls is a matter of its modes. */
export async function startServer(options: ServerOptions = {}): Promise<Running> {
  const server = await createServer({ log: SILENT, ice, ...options })
  const http = createHttp()
  server.attach(http)
  const url = await listening(http)
  return {
    url,
    close: async () => {
      await server.close()
      http.close()
      http.closeAllConnections()
    },
  }
}

/** Our own server behind a man in the middle who breaks it. */
export async function startBroken(defect: Defect): Promise<Running> {
  const behind = await startServer(defect.options?.())
  const http = createHttp((req, res) => void forward(behind.url, defect, req, res))
  const gate = new WebSocketServer({
    server: http,
    maxPayload: 256 * 1024,
    verifyClient: ({ req: { headers } }: { readonly req: IncomingMessage }) =>
      defect.refuses?.(headers['sec-websocket-protocol'] ?? '') !== true,
    handleProtocols: (names) =>
      names.has('stranger-chat.v1') && defect.choosesFirst !== true
        ? 'stranger-chat.v1'
        : ([...names][0] ?? false),
  })
  gate.on('connection', (client, { headers }) => {
    const names = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    const origin = headers.origin === undefined ? {} : { origin: headers.origin }
    const from = defect.from === undefined ? {} : { headers: { 'X-Forwarded-For': defect.from } }
    join(
      client,
      new WebSocket(`${behind.url.replace('http', 'ws')}/ws`, names, { ...origin, ...from }),
      defect,
    )
  })
  return {
    url: await listening(http),
    close: async () => {
      for (const client of gate.clients) client.terminate()
      http.close()
      http.closeAllConnections()
      await behind.close()
    },
  }
}

async function listening(http: ReturnType<typeof createHttp>): Promise<string> {
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

function join(client: WebSocket, server: WebSocket, defect: Defect): void {
  const waiting: (string | Buffer)[] = []
  const toServer = (data: string | Buffer): void => {
    if (server.readyState === WebSocket.CONNECTING) waiting.push(data)
    else if (server.readyState === WebSocket.OPEN) server.send(data)
  }
  const passage: Passage = {
    chat: '',
    you: -1,
    notes: {},
    toClient: (frame) => client.send(JSON.stringify(frame)),
    close(code) {
      client.close(code)
      server.terminate()
    },
  }
  server.on('open', () => waiting.splice(0).forEach(toServer))
  client.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return defect.ignoresBinary === true ? undefined : toServer(data)
    turned(data, passage, defect.fromClient).forEach(toServer)
  })
  server.on('message', (data: Buffer) => {
    const frame = parse(data)
    if (frame?.['type'] === 'chat') {
      passage.chat = String(frame['chat'])
      passage.you = Number(frame['you'])
    }
    for (const text of turned(data, passage, defect.fromServer)) client.send(text)
  })
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('error', () => undefined)
    one.on('close', (heard) => {
      const code = one === server ? (defect.closing?.(heard) ?? heard) : heard
      if (isSayable(code)) other.close(code)
      else other.terminate()
    })
  }
}

function turned(data: Buffer, passage: Passage, turn: Turn | undefined): readonly string[] {
  const text = data.toString('utf8')
  const frame = turn === undefined ? undefined : parse(data)
  const instead = frame === undefined ? undefined : turn?.(frame, passage)
  return instead?.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) ?? [text]
}

function parse(data: Buffer): Loose | undefined {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : undefined
  } catch {
    return undefined
  }
}

async function forward(
  url: string,
  defect: Defect,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  const body = Buffer.concat(parts).toString('utf8')
  const refused = defect.http?.(body)
  if (refused !== undefined) return void res.writeHead(refused).end()
  const origin = req.headers.origin === undefined ? {} : { origin: req.headers.origin }
  const headers = { 'content-type': 'application/json', ...origin }
  const asked = defect.asking?.(body) ?? body
  const answer = await fetch(url + (req.url ?? ''), { method: 'POST', headers, body: asked })
  const text = await answer.text()
  const allow = answer.headers.get('access-control-allow-origin')
  res.writeHead(answer.status, allow === null ? {} : { 'access-control-allow-origin': allow })
  res.end(defect.answering?.(text) ?? text)
}
