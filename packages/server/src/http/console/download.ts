import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Ledger } from '../../ports/ledger.js'
import { CSV_HEAD, csvOf, decisionsOf } from '../../safety/exports.js'

/** A file that is written while it is read: no list of everything is ever held. */
export async function stream(
  res: ServerResponse,
  name: string,
  type: string,
  parts: AsyncIterable<string>,
): Promise<void> {
  res.writeHead(200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  await pipeline(Readable.from(parts), res)
}

/** A picture for our own page, which alone may show it: no other page can have it drawn, and nobody keeps it. */
export function sendJpeg(res: ServerResponse, jpeg: Uint8Array): void {
  res.writeHead(200, {
    'content-type': 'image/jpeg',
    'content-length': jpeg.length,
    'content-disposition': 'attachment; filename="reported.jpg"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  res.end(jpeg)
}

export async function* csvFile(ledger: Ledger): AsyncGenerator<string> {
  yield CSV_HEAD
  for await (const row of decisionsOf(ledger)) yield csvOf(row)
}

export async function* jsonFile(ledger: Ledger): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of decisionsOf(ledger)) {
    yield before + JSON.stringify(row)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
