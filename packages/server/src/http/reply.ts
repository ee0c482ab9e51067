import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers of the HTTP side: JSON, never cached, errors as `{code, message}` with a sentence a person can act on. */

export type Headers = Readonly<Record<string, string>>

const ALWAYS: Headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export function replyJson(res: ServerResponse, status: number, body: object, headers: Headers = {}): void {
  const text = JSON.stringify(body)
  res.writeHead(status, { ...ALWAYS, 'content-type': 'application/json; charset=utf-8', ...headers })
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

/**
 * The body as text; `undefined` if it has more than `max` bytes, in which case the rest is never read. Rejects if the
 * caller goes away.
 */
export async function readBody(req: IncomingMessage, max: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > max) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
