import { Deviation } from './deviation.js'
import type { Stage } from './stage.js'

/** Posts JSON, as a page does. @param path what follows the server's address */
export async function post(
  stage: Stage,
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const url = `${stage.server.base}${path}`
  const json = JSON.stringify(body)
  stage.journal.sent('HTTP', `POST ${url} ${json}`)
  const headers = { 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: json })
    const text = await answer.text()
    stage.journal.came('HTTP', `${answer.status} ${text}`)
    return { status: answer.status, text }
  } catch (cause) {
    throw new Deviation('an answer over HTTP', cause instanceof Error ? cause.message : String(cause))
  }
}
