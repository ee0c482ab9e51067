import { answersStun, udpPlaceOf } from '../media/stun.js'
import { probeTurn, type TurnState } from '../media/turn.js'
import { findWidget } from '../http/assets.js'
import { verifyLedger } from '../rules/chain.js'
import type { Store } from '../ports/store.js'
import { type EventSource, eventsOf } from '../rules/walk.js'
import { createVault, drawersOf } from '../safety/vault.js'
import { readKeys } from '../session/keyfile.js'
import { KeyError } from '../session/keys.js'
import { sha256Text, systemClock, systemRandom } from '../system.js'
import { withStore } from './records.js'
import { providerOf } from './calls.js'
import type { Environment, Settings } from './settings.js'
import { readOptions, WHERE } from './options.js'
import { Trouble } from './trouble.js'

const HELP = `Looks whether a server's records are whole, its keys those that open them, and its TURN servers there.

Usage
  stranger-chat doctor [--data FOLDER] [--head HASH]

Options
  --data FOLDER   The server's data folder. Default ./stranger-chat-data. The server may be running.
  --head HASH     A head that this command printed before and that was kept elsewhere: the ledger must still contain it.
`
const OPTIONS = {
  head: { type: 'string' },
  ...WHERE,
} as const
const HASH = /^[A-Za-z0-9_-]{43}$/

/** `stranger-chat doctor`: the ledger's chain, from its first event to its head. @returns the exit code, 1 for a broken one */
export async function doctor(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  // A head may begin with a hyphen, and is no option then.
  const at = args.indexOf('--head')
  const glued = at < 0 || at + 1 >= args.length ? args : args.toSpliced(at, 2, `--head=${args[at + 1] ?? ''}`)
  const { values } = readOptions({ args: [...glued], options: OPTIONS }, 'stranger-chat doctor --help')
  if (values.help === true) {
    out(HELP)
    return 0
  }
  if (values.head !== undefined && !HASH.test(values.head))
    throw new Trouble(2, '--head takes 43 characters, as this command prints them.')
  let code = 0
  const say = (isWell: boolean, text: string): void => {
    if (!isWell) code = 1
    out(`${isWell ? 'ok     ' : 'BROKEN '} ${text}\n`)
  }
  await withStore(values, env, async (store, settings) => {
    const { data } = settings
    const { ledger } = store
    await lookAtKeys(data, store, say)
    const verified = await verifyLedger(ledger, sha256Text)
    if (verified.ok) say(true, `ledger: ${verified.head.seq} events, unbroken. Head ${verified.head.hash}`)
    else say(false, `ledger: event ${verified.seq} isn't what was written, or one is missing before it.`)
    await lookAtCalls(settings, say)
    if (values.head !== undefined) {
      const found = await contains(ledger, values.head)
      say(
        found,
        `kept head: ${found ? 'still there' : 'not in this ledger, so its end was cut or rewritten'}`,
      )
    }
  })
  const hasWidget = findWidget() !== undefined
  say(
    hasWidget,
    `element: ${hasWidget ? 'its files are there' : "its files weren't found, so /stranger-chat.js is a 404"}`,
  )
  return code
}

/** Whether the keys can be read, and everything that lies sealed in the database with them. */
async function lookAtKeys(
  data: string,
  { ledger, belongsTo }: Pick<Store, 'ledger' | 'belongsTo'>,
  say: (isWell: boolean, text: string) => void,
): Promise<void> {
  try {
    const ring = readKeys(data, systemClock)
    if (!(await belongsTo(ring?.lineages().map(({ id }) => id) ?? [])))
      return say(
        false,
        `keys: the database belongs to others than those in ${data}. See: stranger-chat keys --help`,
      )
    if (ring === undefined) return say(true, 'keys: none yet; the server makes them when it first starts')
    const vault = createVault(ring, systemRandom)
    let [read, lost] = [0, 0]
    for await (const { drawer, key } of drawersOf(ledger)) {
      if (vault.opens(drawer, key)) read++
      else lost++
    }
    say(
      lost === 0,
      `keys: ${read} sealed cases and decisions can be read${lost === 0 ? '' : `, ${lost} can't`}`,
    )
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause
    say(false, `keys: ${cause.message}`)
  }
}

/** A TURN server that is far away, or was asked for the first time, ms. */
const TURN_MS = 3_000

/** Whether voice and video are offered, and whether what relays them answers from here. */
async function lookAtCalls(settings: Settings, say: (isWell: boolean, text: string) => void): Promise<void> {
  const { modes = ['text'], icePolicy } = settings
  const provider = providerOf(settings)
  const isAsked = modes.some((mode) => mode !== 'text')
  if (!isAsked) return say(true, `calls: text only, as the config and the environment have it`)
  if (icePolicy === 'all') say(true, 'calls: offered, and strangers may see each other’s address')
  else if (provider === undefined)
    return say(false, 'calls: voice and video are configured, but nothing relays them. See: docs/video.md')
  else say(true, `calls: ${modes.join(', ')}, over a relay`)
  const policy = icePolicy ?? 'relay'
  const { servers } = (await provider?.servers({ session: 'doctor', policy })) ?? { servers: [] }
  const relays = provider?.relays ?? []
  for (const { urls, username = '', credential = '' } of servers)
    for (const url of urls) {
      const place = udpPlaceOf(url)
      if (place === undefined) say(true, `calls: ${url} is over TCP or TLS, which this doesn't try`)
      else if (username === '' || credential === '') {
        const answers = await answersStun({ ...place, withinMs: TURN_MS })
        say(answers, `calls: ${url} ${answers ? 'answers' : SILENT}`)
      } else say(...verdictOf(url, await probeTurn(place, { username, credential }, TURN_MS), relays))
    }
}

const SILENT = "doesn't answer over UDP from here"

/** What is to be said of a TURN server, and whether that is well. */
export function verdictOf(
  url: string,
  state: TurnState,
  relays: readonly string[],
): [isWell: boolean, text: string] {
  if (state.kind === 'silent') return [false, `calls: ${url} ${SILENT}`]
  if (state.kind === 'refused') {
    const why = state.code === 401 ? ': its secret is another one, or one of the two clocks is wrong' : ''
    return [false, `calls: ${url} refuses our credentials (${state.code})${why}`]
  }
  const { address = 'an IPv6 address', isClosed } = state
  if (relays.length > 0 && state.address !== undefined && !relays.includes(state.address))
    return [false, `calls: ${url} relays from ${address}, which isn't in relays: every call would fail`]
  const reach = isClosed ? 'to itself alone' : 'TO ANYBODY: see the closed relay in docs/video.md'
  const unnamed =
    relays.length === 0 && state.address !== undefined
      ? `. Name that address, or a call may name any: --relay ${address}, or "relays" in the config file`
      : ''
  return [isClosed, `calls: ${url} relays from ${address}, ${reach}${unnamed}`]
}

async function contains(ledger: EventSource, head: string): Promise<boolean> {
  for await (const { hash } of eventsOf(ledger)) if (hash === head) return true
  return false
}
