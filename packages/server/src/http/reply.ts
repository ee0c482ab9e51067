import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../ports/clock.js'

/** Answers of the HTTP side: JSON, never cached, errors as `{code, message}` with a sentence a person can act on. */

export type Headers = Readonly<Record<string, string>>

const ALWAYS: Headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
export const JSON_HEADERS: Headers = { ...ALWAYS, 'content-type': 'application/json; charset=utf-8' }

export function replyJson(res: ServerResponse, status: number, body: object, headers: Headers = {}): void {
  const text = JSON.stringify(body)
  res.writeHead(status, { ...JSON_HEADERS, ...headers })
  res.end(text)
}

export const replyError = (
  res: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Headers = {},
): void => replyJson(res, status, { code, message }, headers)

export function replyNothing(res: ServerResponse, headers: Headers = {}): void {
  res.writeHead(204, { ...ALWAYS, ...headers })
  res.end()
}

/** How long what is still coming is thrown away, so that its sender reads the answer before the line is cut, ms. */
const LINGER_MS = 1_000

/** The last answer on a line whose request isn't read to its end: then the line is cut, whatever the http server allows. */
export function hangUp(
  req: IncomingMessage,
  res: ServerResponse,
  clock: Pick<Clock, 'after'>,
  status: number,
  headers: Headers,
  text: string,
): void {
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' })
  res.write(text)
  const end = (): void => {
    stop()
    res.end()
  }
  const stop = clock.after(LINGER_MS, () => {
    res.end()
    // Behind an answer that nobody reads this one may wait for ever.
    clock.after(LINGER_MS, () => void res.destroy())
  })
  req.once('end', end).once('close', end).resume()
}
