import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caddyProgram } from '../scripts/lib/caddy.mjs'
import { turnserverPath } from '../scripts/lib/coturn.mjs'
import { programPath } from '../scripts/lib/programs.mjs'
import { startRedis } from '../packages/server/src/testing/redis.ts'
import { endWithUs } from './support/children.ts'
import { nginxProgram } from './support/nginx.ts'
import { collect, freePort, type RunningServer, startServer } from './support/server.ts'

/** The files of deploy/: what they name is there, and what can run here runs. */

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const cli = join(root, 'packages/server/dist/cli.js')
const help = execFileSync(process.execPath, [cli, '--help'], { encoding: 'utf8' })
const docs = read('docs/operations.md')
const dockerfile = read('deploy/Dockerfile')
const compose = read('deploy/compose.yaml')
const unit = read('deploy/systemd/stranger-chat.service')

let folder: string
let metrics: string
let server: RunningServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-deploy-'))
  const place = `127.0.0.1:${await freePort()}`
  metrics = `http://${place}`
  server = await startServer({ args: ['--metrics', place] })
})
afterAll(async () => {
  await server?.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** The unit with the lines for several servers, which it has as comments. */
const uncommented = (text: string): string =>
  text.replaceAll(/^# (Environment=STRANGER_CHAT_KEYS|ReadWritePaths=)/gm, '$1')

/** How whoever runs this may be process 1: by their own right, or as root in a world of their own. Undefined: not at all. */
const apart = [[], ['--user', '--map-root-user']]
  .map((rights) => [...rights, '--pid', '--fork', '--kill-child', '--mount-proc'])
  .find((args) => spawnSync('unshare', [...args, 'true']).status === 0)

/** A list under a key of the compose file, as `docker compose` reads it: one item a line. */
function listOf(service: string, key: string): readonly string[] {
  const body = new RegExp(`^  ${service}:\n((?:    .*\n|\n)+)`, 'm').exec(compose)?.[1] ?? ''
  const items = new RegExp(`^    ${key}:\n((?:      - .*\n)+)`, 'm').exec(body)?.[1] ?? ''
  return items
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ {6}- /, '').replace(/^'(.*)'$/, '$1'))
}
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{(\w+)(?::\?)?\}/g, (_, name: string) => values[name] ?? expect.unreachable(name))

describe('what is named', () => {
  test('every option is one of the command', () => {
    const command = /^ExecStart=.*stranger-chat (.*)$/m.exec(unit)?.[1] ?? ''
    const inDocs = [...docs.matchAll(/```sh\n(.*?)```/gs)]
      .flatMap(([, block = '']) => block.split('\n'))
      .filter((line) => /stranger-chat/.test(line) && !/docker|systemctl|keys make|#/.test(line))
    for (const [option] of [command, ...inDocs].join('\n').matchAll(/(?<= )--[a-z-]+/g))
      expect(help).toContain(`${option} `)
    expect(command).toContain('--metrics')
  })

  test('keys that several servers share lie where the unit may write, and its user owns the folder', () => {
    const lines = uncommented(unit)
    const [place = ''] = /(?<=^Environment=STRANGER_CHAT_KEYS=).*$/m.exec(lines) ?? []
    const folderOf = place.replace(/\/[^/]*$/, '')
    expect(lines).toContain(`\nReadWritePaths=${folderOf}\n`)
    for (const text of [docs, unit]) {
      const named = [...text.matchAll(/\/etc\/stranger-chat\/\S*\.json/g)].map(([path]) => path)
      expect(new Set(named)).toEqual(new Set([place]))
      // DynamicUser takes whoever is called as the unit is.
      expect(text).toMatch(/useradd --system .* stranger-chat\b/)
      expect(text).toContain(`install -d -m 0700 -o stranger-chat -g stranger-chat ${folderOf}\n`)
    }
  })

  test('every variable is one of the command', () => {
    const named = [dockerfile, compose, unit, docs].join('\n').matchAll(/STRANGER_CHAT(_[A-Z_]+)/g)
    for (const [whole, name = ''] of named)
      expect(help.includes(whole) || new RegExp(`${name}\\b`).test(help), whole).toBe(true)
  })

  test('the compose file asks for nothing that the example of .env lacks', () => {
    const example = read('deploy/.env.example')
    for (const [, name] of compose.matchAll(/\$\{(\w+)/g))
      expect(example).toMatch(new RegExp(`^${name}=`, 'm'))
  })

  test('versions are those that the tests ran with', () => {
    const workspace = read('pnpm-workspace.yaml')
    expect(dockerfile).toContain(`ARG NODE=${/^nodeVersion: (\S+)$/m.exec(workspace)?.[1]}\n`)
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
    expect(dockerfile).toContain(` ${packageManager} pack `)
    const { devDependencies } = JSON.parse(read('packages/server/package.json')) as {
      devDependencies: Record<string, string>
    }
    for (const name of ['@redis/client', 'pg', '@opentelemetry/api'])
      expect(dockerfile).toContain(` ${name}@${devDependencies[name]}`)
  })
})

describe('figures', () => {
  /** Every series that a server tells. */
  let series: ReadonlySet<string>
  beforeAll(async () => {
    const text = await (await fetch(`${metrics}/metrics`)).text()
    series = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
  })
  const namesIn = (query: string): readonly string[] =>
    [...query.matchAll(/\b(?:stranger_chat|process|nodejs)_[a-z_]+/g)].map(([name]) => name)

  test('every one on the dashboard is told by a server, and its panels are whole', () => {
    interface Panel {
      readonly id: number
      readonly type: string
      readonly title: string
      readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number }
      readonly targets?: readonly { readonly expr: string; readonly refId: string }[]
    }
    const board = JSON.parse(read('deploy/grafana/stranger-chat.json')) as {
      readonly schemaVersion: number
      readonly templating: { readonly list: readonly { readonly name: string }[] }
      readonly panels: readonly Panel[]
    }
    expect(board.schemaVersion).toBeGreaterThanOrEqual(36)
    expect(board.templating.list.map(({ name }) => name)).toEqual(['datasource', 'instance'])
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length)
    const cells = new Set<string>()
    const shown = new Set<string>()
    for (const { type, title, gridPos, targets = [] } of board.panels) {
      expect(['row', 'timeseries', 'stat']).toContain(type)
      expect(title).not.toBe('')
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells.has(`${x} ${y}`), title).toBe(false)
          cells.add(`${x} ${y}`)
        }
      if (type !== 'row') expect(targets.length).toBeGreaterThan(0)
      for (const { expr } of targets) {
        expect(namesIn(expr).length).toBeGreaterThan(0)
        expect((expr.match(/[({[]/g) ?? []).length).toBe((expr.match(/[)}\]]/g) ?? []).length)
        for (const name of namesIn(expr)) {
          expect(series).toContain(name)
          shown.add(name.replace(/_bucket$/, ''))
        }
      }
    }
    // And nothing of ours is told that nobody can see.
    const ours = [...docs.matchAll(/^\| `(stranger_chat_\w+)/gm)].map(([, name = '']) => name)
    expect(ours.filter((name) => !shown.has(name))).toEqual([])
  })

  test('every alert asks for what is told, and docs/operations.md says what it means', () => {
    const rules = read('deploy/prometheus/alerts.yml')
    const alerts = [...rules.matchAll(/- alert: (\w+)\n\s+expr: (.+)\n/g)]
    expect(alerts.length).toBe((rules.match(/- alert:/g) ?? []).length)
    for (const [, , query = ''] of alerts) for (const name of namesIn(query)) expect(series).toContain(name)
    const explained = [...docs.matchAll(/^\| `(StrangerChat\w+)`/gm)].map(([, name]) => name)
    expect(explained).toEqual(alerts.map(([, name]) => name))
    const events = [...docs.matchAll(/^\| ((?:`[a-z_.]+`,? ?)+)\|/gm)]
      .map(([, names = '']) => names)
      .join(' ')
    for (const [, list = ''] of [rules, read('deploy/grafana/stranger-chat.json')]
      .join('\n')
      .matchAll(/(?:info|warn) \(([a-z_.|]+)\)/g))
      for (const event of list.split('|')) expect(events).toContain(`\`${event}\``)
  })
})

describe('a container', () => {
  const health = JSON.parse(/^ {2}CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as readonly string[]

  test('runs as somebody without rights, by the program that is packed, with no shell between', () => {
    const stage = dockerfile.split(/^FROM /m).at(-1) ?? ''
    expect(stage).toMatch(/^USER node$/m)
    expect(stage.indexOf('USER node')).toBeGreaterThan(stage.lastIndexOf('RUN '))
    const { bin } = JSON.parse(read('packages/server/package.json')) as { bin: Record<string, string> }
    expect(stage).toContain(
      `ENTRYPOINT ["node", "--max-semi-space-size=8", "/app/node_modules/@stranger-chat/server/${bin['stranger-chat']}"]`,
    )
  })

  test('is well while its server lives, and not when it is gone', async () => {
    const [program, ...args] = health
    expect(program).toBe('node')
    const ask = (base: string): number | null =>
      spawnSync(
        process.execPath,
        args.map((arg) => arg.replace('http://127.0.0.1:9464', base)),
      ).status
    expect(ask(metrics)).toBe(0)
    expect(ask(`http://127.0.0.1:${await freePort()}`)).toBe(1)
  })

  test.runIf(apart)('ends by SIGTERM as process 1', async () => {
    const port = String(await freePort())
    const args = ['--port', port, '--host', '127.0.0.1', '--data', join(folder, 'first')]
    const child = spawn('unshare', [...(apart ?? []), process.execPath, cli, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    endWithUs(child)
    const output = collect(child)
    const gone = once(child, 'exit')
    while (!output().includes('server.started')) await once(child.stderr, 'data')
    process.kill(Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')), 'SIGTERM')
    const [code] = (await gone) as [number | null]
    expect([code, output()]).toEqual([0, expect.stringContaining('server.stopped')])
  })
})

interface Finding {
  readonly level: string
  readonly about: string
  readonly text: string
}
function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}): readonly Finding[] {
  const { stdout } = spawnSync(process.execPath, [cli, 'doctor', '--json', '--data', server.data, ...args], {
    ...{ encoding: 'utf8', env: { ...process.env, ...env } },
  })
  return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings
}

test('the doctor has nothing to say of the Redis of the compose file', async () => {
  const [program, ...args] = listOf('redis', 'command').map((word) =>
    filled(word, { REDIS_PASSWORD: 'hunter2' }),
  )
  expect(program).toBe('redis-server')
  const redis = await startRedis(args)
  try {
    const about = doctor(['--redis', redis.url.replace('//', '//default:hunter2@')]).filter((one) =>
      one.about.startsWith('redis'),
    )
    expect(about.filter(({ level }) => level !== 'ok')).toEqual([])
    expect(about.length).toBeGreaterThan(3)
  } finally {
    await redis.stop()
  }
})

test('the TURN server of the compose file relays for our people, and to itself alone', async () => {
  const coturn = turnserverPath()
  if (coturn === undefined)
    throw new Error('No coturn found. Install the `coturn` package, or name it with TURNSERVER.')
  const port = await freePort()
  const args = listOf('coturn', 'command').map((word) =>
    filled(word, { PUBLIC_IP: '127.0.0.1', TURN_SECRET: 'north', DOMAIN: 'chat.example.org' })
      .replace(':3478', `:${port}`)
      .replace('=3478', `=${port}`),
  )
  const own = ['--allow-loopback-peers', `--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`]
  const child = spawn(coturn, [...args, ...own], { stdio: ['ignore', 'pipe', 'pipe'] })
  endWithUs(child)
  const output = collect(child)
  const gone = once(child, 'exit')
  const turn = ['--modes', 'text,video', '--turn', `turn:127.0.0.1:${port}?transport=udp`]
  const said = (): string =>
    doctor(turn, { STRANGER_CHAT_TURN_SECRET: 'north' })
      .filter(({ about }) => about === 'calls')
      .map(({ text }) => text)
      .join('\n')
  await expect
    .poll(said, { timeout: 30_000, interval: 200 })
    .toContain('relays from 127.0.0.1, to itself alone')
  expect(output()).not.toMatch(/unrecognized|Unknown|invalid option/i)
  child.kill()
  await gone
})

describe('checked by its own program', () => {
  test('nginx takes its configuration', () => {
    const nginx = nginxProgram(folder)
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=chat.example.org',
    ]
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    const site = read('deploy/nginx/stranger-chat.conf')
      .replace(/(ssl_certificate\s+).*;/, `$1${cert};`)
      .replace(/(ssl_certificate_key\s+).*;/, `$1${key};`)
      .replaceAll('listen 80', 'listen 8080')
      .replaceAll('[::]:80;', '[::]:8080;')
      .replaceAll('443 ssl', '8443 ssl')
    const conf = join(folder, 'nginx.conf')
    writeFileSync(conf, `pid ${join(folder, 'nginx.pid')}; events {} http { access_log off; ${site} }`)
    const { status, stderr } = spawnSync(nginx, ['-t', '-c', conf, '-p', folder, '-e', 'stderr'], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, expect.stringContaining('test is successful')])
    expect(stderr).not.toContain('warn')
  })

  test('the unit leaves a drain its time, and the process no rights', () => {
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThanOrEqual(300)
    expect(unit).toMatch(/^KillMode=mixed$/m)
    for (const line of ['DynamicUser=yes', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'LimitCORE=0'])
      expect(unit).toContain(`\n${line}\n`)
  })

  const analyze = programPath('SYSTEMD_ANALYZE', ['systemd-analyze'])
  test.runIf(analyze).each([
    ['as it comes', unit],
    ['for several servers', uncommented(unit)],
  ])('systemd takes the unit %s', (_, text) => {
    const file = join(mkdtempSync(join(folder, 'unit-')), 'stranger-chat.service')
    writeFileSync(file, text)
    const { status, stderr } = spawnSync(analyze ?? '', ['verify', file], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })

  test('Caddy takes its configuration, which asks for readiness', () => {
    const text = read('deploy/caddy/Caddyfile')
    for (const line of ['health_uri /readyz', 'lb_try_duration 5s', 'keepalive off'])
      expect(text).toContain(line)
    expect((text.match(/\{\n/g) ?? []).length).toBe((text.match(/^\s*\}$/gm) ?? []).length)
    const program = caddyProgram()
    if (program === undefined)
      throw new Error('No Caddy found. Install the `caddy` package, or name it with CADDY_PATH.')
    const config = ['validate', '--config', join(root, 'deploy/caddy/Caddyfile'), '--adapter', 'caddyfile']
    const { status, stdout, stderr } = spawnSync(program, config, {
      ...{ encoding: 'utf8' as const },
      env: {
        ...process.env,
        DOMAIN: 'chat.example.org',
        UPSTREAMS: '10.0.0.1:8787 10.0.0.2:8787',
        HOME: folder,
      },
    })
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('Valid configuration')])
  })
})
