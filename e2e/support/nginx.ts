import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from './children.ts'
import { collect, freePort, ready } from './server.ts'

export interface Nginx {
  readonly url: string
  /** The access log: one line a request that is over, `<status> <method> <uri>`. */
  readonly requests: () => readonly string[]
  readonly stop: () => Promise<void>
}

const INSTALLED = [
  '/usr/sbin/nginx',
  '/usr/local/sbin/nginx',
  '/usr/local/bin/nginx',
  '/opt/homebrew/bin/nginx',
]
/** Where nginx is, if it is installed. */
const nginxPath = (): string | undefined => process.env.NGINX_PATH ?? INSTALLED.find(existsSync)
const HINT = 'Install the `nginx` package, or name the program with NGINX_PATH.'

/**
 * The program. Debian's package is fetched and unpacked where there is none: so nothing is installed and no service starts.
 * @param folder where it is unpacked to
 */
export const nginxProgram = (folder: string): string => nginxPath() ?? unpack(folder)

/**
 * A real nginx on a port of its own, with a configuration of its own, as whoever runs the tests.
 * @param server what goes into `server {}` beside `listen`
 */
export const startNginx = (server: string): Promise<Nginx> =>
  startSites((port) => `server { listen 127.0.0.1:${port}; ${server} }`)

/** The same with all that goes into `http {}`. @param sites for the port that one of them has to listen on */
export async function startSites(sites: (port: number) => string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-nginx-'))
  const program = nginxProgram(folder)
  const port = await freePort()
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  )
  const config = join(folder, 'nginx.conf')
  const log = join(folder, 'access.log')
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${join(folder, 'pid')};
    events { worker_connections 4096; }
    http {
      ${temps.join(' ')}
      log_format brief '$status $request_method $uri';
      access_log ${log} brief;
      ${sites(port)}
    }`,
  )
  const child = spawn(program, ['-c', config, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithUs(child)
  const output = collect(child)
  const url = `http://127.0.0.1:${port}`
  await started(url, child, output)
  return {
    url,
    requests: () => readFileSync(log, 'utf8').trim().split('\n'),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function started(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const failed = new Promise<never>((_, reject) =>
    child.once('error', (error) => reject(new Error(`nginx did not start: ${error.message}. ${HINT}`))),
  )
  await Promise.race([ready(url, child, output), failed])
}

function unpack(folder: string): string {
  const into = join(folder, 'package')
  try {
    const apt = (...args: string[]): void =>
      void execFileSync('apt-get', ['-qq', ...args], { cwd: folder, stdio: 'pipe', timeout: 300_000 })
    try {
      apt('download', 'nginx')
    } catch {
      // The list of packages may be missing or old; bringing it up to date takes root.
      apt('-o', 'DPkg::Lock::Timeout=300', 'update')
      apt('download', 'nginx')
    }
    const [deb = ''] = readdirSync(folder).filter((name) => /^nginx_.*\.deb$/.test(name))
    execFileSync('/usr/bin/dpkg-deb', ['-x', join(folder, deb), into])
    return join(into, 'usr/sbin/nginx')
  } catch (error) {
    throw new Error(`No nginx found, and none could be fetched (${String(error).split('\n')[0]}). ${HINT}`)
  }
}
