import { asOrigin } from '../gate/origin.js'
import type { TurnRestOptions } from '../media/providers.js'
import { callSettings } from './calls.js'
import { type Config, readConfig } from './config.js'
import { type MetricsPlace, metricsPlaceOf } from './metrics.js'
import { listIn, readOptions, textIn } from './options.js'
import { SHARED, sharedSettings, yesIn } from './shared.js'
import { Trouble } from './trouble.js'

/** What the command was asked to do. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'serve'; readonly settings: Settings }

/** Everything decided: options over environment over config file over defaults. */
export interface Settings extends Omit<Config, 'host' | 'turn' | 'database' | 'metrics'> {
  readonly port: number
  /** Every address without it. */
  readonly host: string | undefined
  readonly data: string
  readonly dev: boolean
  readonly metrics?: MetricsPlace
  readonly turn?: TurnRestOptions
}

export type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_PORT = 8787
const DEFAULT_DATA = './stranger-chat-data'

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  ...SHARED,
  origin: { type: 'string', multiple: true },
  'trust-proxy': { type: 'string', multiple: true },
  modes: { type: 'string' },
  turn: { type: 'string', multiple: true },
  relay: { type: 'string', multiple: true },
  metrics: { type: 'string' },
  otel: { type: 'boolean' },
  config: { type: 'string' },
  dev: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** @throws Trouble with exit code 2 and a sentence that names what is wrong */
export async function readCommand(args: readonly string[], env: Environment): Promise<Command> {
  const { values, positionals } = readOptions(
    { args: [...args], options: OPTIONS, allowPositionals: true },
    'stranger-chat --help',
  )
  if (values.help === true) return { kind: 'help' }
  if (values.version === true) return { kind: 'version' }
  const [command = 'serve', ...rest] = positionals
  if (command !== 'serve' || rest.length > 0) {
    throw new Trouble(2, `There is no command "${[command, ...rest].join(' ')}". Try: stranger-chat --help`)
  }
  const file = values.config ?? env['STRANGER_CHAT_CONFIG']
  const config = file === undefined || file === '' ? {} : await readConfig(file)
  const origins = values.origin ?? listIn(env['STRANGER_CHAT_ORIGIN']) ?? config.origins
  const trustProxy = values['trust-proxy'] ?? listIn(env['STRANGER_CHAT_TRUST_PROXY']) ?? config.trustProxy
  const { turn: _, database: __, metrics: ___, ...others } = config
  const metrics = values.metrics ?? textIn(env['STRANGER_CHAT_METRICS']) ?? config.metrics
  const otel = values.otel ?? yesIn('STRANGER_CHAT_OTEL', env)
  const dev = values.dev ?? yesIn('STRANGER_CHAT_DEV', env) ?? config.dev ?? false
  return {
    kind: 'serve',
    settings: {
      ...others,
      ...callSettings(values, env, config),
      ...sharedSettings(values, env, config),
      port: portOf(
        values.port ??
          textIn(env['STRANGER_CHAT_PORT']) ??
          textIn(env['PORT']) ??
          config.port ??
          DEFAULT_PORT,
      ),
      host:
        values.host ?? textIn(env['STRANGER_CHAT_HOST']) ?? config.host ?? (dev ? '127.0.0.1' : undefined),
      data: values.data ?? textIn(env['STRANGER_CHAT_DATA']) ?? config.data ?? DEFAULT_DATA,
      dev,
      ...(metrics === undefined ? {} : { metrics: placeOf(String(metrics)) }),
      ...(otel === undefined ? {} : { otel }),
      ...(origins === undefined ? {} : { origins: origins.map(originOf) }),
      ...(trustProxy === undefined ? {} : { trustProxy }),
    },
  }
}

function portOf(value: string | number): number {
  const port = typeof value === 'number' ? value : /^\d{1,5}$/.test(value) ? Number(value) : NaN
  if (!Number.isInteger(port) || port > 65_535)
    throw new Trouble(
      2,
      `"${String(value).slice(0, 40)}" is no port. Choose a number from 0 to 65535; 0 takes any that is free.`,
    )
  return port
}

function placeOf(text: string): MetricsPlace {
  const place = metricsPlaceOf(text)
  if (place === undefined)
    throw new Trouble(
      2,
      `"${text.slice(0, 80)}" is no place for --metrics. Write a port, or an address and a port: 9464, 10.0.0.5:9464 or [::1]:9464.`,
    )
  return place
}

function originOf(text: string): string {
  const origin = asOrigin(text.trim())
  if (origin === undefined) {
    throw new Trouble(
      2,
      `"${text.slice(0, 80)}" is no origin. Write scheme and host, such as https://example.org or http://localhost:3000.`,
    )
  }
  return origin
}
