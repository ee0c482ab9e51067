import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from './children.ts'
import { collect, freePort, ready } from './server.ts'

export interface Caddy {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** A real Caddy with this configuration, without certificates. @param upstreams what the configuration calls UPSTREAMS */
export async function startCaddy(
  program: string,
  site: string,
  upstreams: readonly string[],
): Promise<Caddy> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-caddy-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const config = join(folder, 'Caddyfile')
  writeFileSync(config, `{\n\tauto_https off\n\tadmin off\n}\n${site}`)
  const child = spawn(program, ['run', '--config', config, '--adapter', 'caddyfile'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, DOMAIN: url, UPSTREAMS: upstreams.join(' ') },
  })
  endWithUs(child)
  await ready(url, child, collect(child))
  return {
    url,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
