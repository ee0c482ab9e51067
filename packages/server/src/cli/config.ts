import { readFileSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROLES } from '@stranger-chat/core/api'
import { LIMITS, MODES } from '@stranger-chat/core/protocol'
import { isTurnUrl, readRelays, readServers, type ServerLike, URLS } from '../media/servers.js'
import type { ServerOptions } from '../options.js'
import { RELAXATIONS } from '../rules/relax.js'
import { isWebhookSecret, SECRET_RULE } from '../safety/webhook.js'
import { Trouble } from './trouble.js'

/** What a config file may hold: the options of `createServer` that can be written down, and where to listen. */
export type Config = Partial<
  Pick<
    ServerOptions,
    | 'data'
    | 'postgres'
    | 'redis'
    | 'redisPersists'
    | 'origins'
    | 'dev'
    | 'path'
    | 'page'
    | 'gates'
    | 'hours'
    | 'modes'
    | 'icePolicy'
    | 'ice'
    | 'limits'
    | 'reportPictures'
    | 'grace'
    | 'relax'
    | 'trustProxy'
    | 'maxConnections'
    | 'acceptRate'
    | 'plugins'
    | 'webhooks'
    | 'oidc'
  > & {
    readonly port: number
    readonly host: string
    /** What `postgres` was called first. */
    readonly database: string
    /** The file of the keys that several servers share. */
    readonly keys: string
    /** Where figures are told: a port of this machine, or an address and a port. */
    readonly metrics: string | number
    /** Tells OpenTelemetry as well. */
    readonly otel: boolean
    /** TURN servers that share a secret with this one. The secret may stand in the environment instead. */
    readonly turn: Turn
    /** TURN servers of any other kind, and the addresses they relay from. */
    readonly iceServers: readonly ServerLike[]
    readonly iceRelays: readonly string[]
  }
>

interface Turn {
  readonly urls: readonly string[]
  readonly secret?: string
  readonly ttlSeconds?: number
  readonly relays?: readonly string[]
}

interface Kind {
  readonly fits: (value: unknown) => boolean
  readonly what: string
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const listOf = (fits: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(fits)

const isBetween = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
const isRelays = (value: unknown): boolean =>
  listOf(isText)(value) && isRead(() => readRelays(value as readonly string[]))
function isRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

const TEXT: Kind = { fits: isText, what: 'a text' }
const YES_NO: Kind = { fits: (value) => typeof value === 'boolean', what: 'true or false' }
const COUNT: Kind = { fits: isCount, what: 'a whole number' }
const TEXTS: Kind = { fits: listOf(isText), what: 'a list of texts' }
/** An object that may hold some of these keys, each a number above nothing. */
const numbersFor = (keys: readonly string[]): Kind => ({
  fits: (value) =>
    isObject(value) &&
    Object.entries(value).every(([key, count]) => keys.includes(key) && isCount(count) && count !== 0),
  what: `an object of whole numbers from 1, for any of ${keys.join(', ')}`,
})
const GATES: Kind = {
  fits: (value) =>
    isObject(value) &&
    Object.keys(value).every((key) => key === 'age' || key === 'rules') &&
    isAge(value['age']) &&
    isRules(value['rules']),
  what: '{"age": a list of ages or false, "rules": {"version", "items", "url"?} or false}',
}
const isAge = (age: unknown): boolean =>
  age === undefined || age === false || (listOf(isCount)(age) && (age as unknown[]).length > 0)
const isRules = (rules: unknown): boolean =>
  rules === undefined ||
  rules === false ||
  (isObject(rules) &&
    isText(rules['version']) &&
    rules['version'] !== '' &&
    listOf(isText)(rules['items']) &&
    (rules['url'] === undefined || isText(rules['url'])))

/** https, or http on this machine. */
const isSafeAddress = (text: string): boolean =>
  /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])\S+$/.test(text)

const DATABASE: Kind = {
  fits: (value) => isText(value) && isDatabase(value),
  what: 'an address such as postgres://user@host/name',
}

const KINDS: Readonly<Record<keyof Config, Kind>> = {
  port: COUNT,
  host: TEXT,
  data: TEXT,
  keys: { fits: (value) => isText(value) && isKeyFile(value), what: 'the path of a .json file' },
  postgres: DATABASE,
  database: DATABASE,
  redis: {
    fits: (value) => listOf(isText)(value) && (value as readonly string[]).every(isRedis),
    what: 'a list of addresses such as redis://host:6379',
  },
  redisPersists: YES_NO,
  metrics: {
    fits: (value) => isText(value) || isCount(value),
    what: 'a port, or an address and a port such as "10.0.0.5:9464"',
  },
  otel: YES_NO,
  origins: TEXTS,
  trustProxy: TEXTS,
  dev: YES_NO,
  path: TEXT,
  page: YES_NO,
  hours: TEXT,
  modes: {
    fits: listOf((mode) => MODES.some((known) => known === mode)),
    what: `a list of ${MODES.join(', ')}`,
  },
  turn: {
    fits: (value) =>
      isObject(value) &&
      listOf((url) => isText(url) && isTurnUrl(url))(value['urls']) &&
      isBetween((value['urls'] as unknown[]).length, 1, URLS) &&
      (value['secret'] === undefined || (isText(value['secret']) && value['secret'] !== '')) &&
      (value['ttlSeconds'] === undefined || isBetween(value['ttlSeconds'], 60, 86_400)) &&
      (value['relays'] === undefined || isRelays(value['relays'])),
    what: '{"urls": 1 to 4 such as "turn:turn.example.org:3478?transport=udp", "secret"?: a text, "ttlSeconds"?: 60 to 86400, "relays"?: IP addresses}',
  },
  iceServers: {
    fits: (value) => isRead(() => readServers(value)),
    what: 'a list of at most 8 {"urls", "username"?, "credential"?}, as a browser takes them',
  },
  iceRelays: { fits: (value) => isRelays(value), what: 'a list of at most 8 IP addresses' },
  ice: {
    fits: (value) => isObject(value) && typeof value['servers'] === 'function',
    what: 'what turnRest, staticList or hook made, in a module',
  },
  icePolicy: { fits: (value) => value === 'relay' || value === 'all', what: '"relay" or "all"' },
  gates: GATES,
  limits: numbersFor(Object.keys(LIMITS)),
  reportPictures: COUNT,
  grace: numbersFor(['away', 'hidden']),
  relax: numbersFor(RELAXATIONS),
  maxConnections: COUNT,
  acceptRate: COUNT,
  webhooks: {
    fits: listOf(
      (hook) =>
        isObject(hook) &&
        isText(hook['url']) &&
        isSafeAddress(hook['url']) &&
        isText(hook['secret']) &&
        isWebhookSecret(hook['secret']) &&
        (hook['types'] === undefined || listOf(isText)(hook['types'])),
    ),
    what: `a list of {"url": an https address, "secret": ${SECRET_RULE}, "types"?: a list of texts}`,
  },
  oidc: {
    fits: (value) =>
      isObject(value) &&
      isText(value['issuer']) &&
      isSafeAddress(value['issuer']) &&
      isText(value['clientId']) &&
      isText(value['clientSecret']) &&
      (value['name'] === undefined || isText(value['name'])) &&
      isObject(value['moderators']) &&
      Object.values(value['moderators']).every((role) => ROLES.some((known) => known === role)),
    what: `{"issuer": an https address, "clientId", "clientSecret", "moderators": {"ann@example.org": one of ${ROLES.join(', ')}}, "name"?}`,
  },
  plugins: {
    fits: listOf((plugin) => isObject(plugin) && isText(plugin['name'])),
    what: 'a list of plugins, each with a name',
  },
}

/** Whether it is the address of a database we know. */
export const isDatabase = (text: string): boolean => /^postgres(ql)?:\/\/\S+$/.test(text)

/** Whether it is the address of a Redis. */
export const isRedis = (text: string): boolean =>
  /^rediss?:\/\/\S+$/.test(text) && URL.canParse(text) && new URL(text).hostname !== ''

/** Whether it may be the path of a ring's first file. */
export const isKeyFile = (text: string): boolean => /[^/\\]\.json$/.test(text)

/** Reads a config file. @throws Trouble that names file and key */
export async function readConfig(file: string): Promise<Config> {
  const value = await load(file)
  if (!isObject(value)) throw new Trouble(2, `The config file ${file} must hold one object of settings.`)
  for (const [key, setting] of Object.entries(value)) {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key as keyof Config] : undefined
    if (kind === undefined) {
      throw new Trouble(
        2,
        `The config file ${file} has an unknown setting "${key}". There are: ${Object.keys(KINDS).join(', ')}.`,
      )
    }
    if (!kind.fits(setting)) throw new Trouble(2, `"${key}" in the config file ${file} must be ${kind.what}.`)
  }
  return value as Config
}

async function load(file: string): Promise<unknown> {
  const stat = read(file, () => statSync(file, { throwIfNoEntry: false }))
  if (stat === undefined)
    throw new Trouble(
      2,
      `There is no config file ${resolve(file)}. Name one that is there with --config FILE (or STRANGER_CHAT_CONFIG), or leave it out.`,
    )
  if (stat.isDirectory())
    throw new Trouble(2, `The config file ${resolve(file)} can't be read: it is a folder.`)
  if (extname(file) === '.mjs') {
    try {
      // oxlint-disable-next-line house/arrows -- the operator names the file
      const module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown }
      return module.default
    } catch (cause) {
      throw new Trouble(2, `The config file ${file} can't be loaded: ${firstLine(cause)}`)
    }
  }
  const text = read(file, () => readFileSync(file, 'utf8'))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Trouble(2, `The config file ${file} is no valid JSON: ${firstLine(cause)}`)
  }
}

/** Asks the disk for it; what it has against that is a sentence, too. */
function read<T>(file: string, ask: () => T): T {
  try {
    return ask()
  } catch (cause) {
    throw new Trouble(2, `The config file ${resolve(file)} can't be read: ${firstLine(cause)}`)
  }
}

const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? ''
