import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { RunningServer } from './server.ts'

const cli = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))

/**
 * Posts at the console of a server, or asks it where there is no body, as a moderator who was invited by the command.
 * @param args what the command needs to find the server's records, besides the data folder
 * @param name of the moderator
 */
export async function signIn(
  { url, data }: Pick<RunningServer, 'url' | 'data'>,
  args: readonly string[] = [],
  name = 'Ann',
): Promise<(path: string, body?: object) => Promise<Response>> {
  const invite = ['moderator', 'invite', name, '--role', 'senior', '--url', url, '--data', data, ...args]
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...invite])
  const secret = /#invite=(\S+)/.exec(stdout)?.[1] ?? ''
  const ours = { 'content-type': 'application/json', 'x-stranger-moderator': '1' }
  const ask = (path: string, body?: object, headers = {}): Promise<Response> =>
    fetch(`${url}/v1/moderation${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { ...ours, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  const signed = await ask('/signin', { invite: secret })
  const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? ''
  return (path, body) => ask(path, body, { cookie })
}
