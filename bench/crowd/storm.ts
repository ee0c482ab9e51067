// A crowd that arrives at once, and comes back at once when the server's process is killed: how long it takes, what is refused
// meanwhile, and what it costs. Build first.
//
//   node bench/crowd/storm.ts [--people 10000] [--out docs/images/storm.svg]
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Bot } from './bot.ts'
import { Host } from './host.ts'
import { plot } from './plot.ts'

const { values } = parseArgs({ options: { people: { type: 'string' }, out: { type: 'string' } } })
const people = Number(values.people ?? 10_000)
if (!Number.isInteger(people) || people < 2) {
  console.error('storm.ts takes --people with a number of at least 2.')
  process.exit(2)
}

const STEP_MS = 500
/** A crowd that isn't settled by then has failed. */
const PATIENCE_MS = 10 * 60_000

const host = await Host.open({})
const errors = new Map<string, number>()
const bots = Array.from(
  { length: people },
  (_, id) =>
    new Bot(id, host.url, {
      heard: () => undefined,
      ended: (bot) => void setTimeout(() => bot.seek(), 1_000),
      failed: ({ code }) => void errors.set(code, (errors.get(code) ?? 0) + 1),
    }),
)

interface Sample {
  readonly time: number
  readonly online: number
  readonly chatting: number
  /** A second, since the sample before. */
  readonly errors: Readonly<Record<string, number>>
  /** Of one core. */
  readonly cpu: number
  readonly rss: number
}
const samples: Sample[] = []
const began = performance.now()
let lastCpu = 0
let lastAt = began
let before = new Map(errors)

function sample(): Sample {
  const at = performance.now()
  const cpu = host.cpuMs
  const seconds = (at - lastAt) / 1_000
  const since = Object.fromEntries(
    [...errors].map(([code, n]) => [code, (n - (before.get(code) ?? 0)) / seconds]),
  )
  const now: Sample = {
    time: (at - began) / 1_000,
    online: bots.filter(({ connection }) => connection === 'online').length,
    chatting: bots.filter(({ phase, connection }) => phase === 'chatting' && connection === 'online').length,
    errors: since,
    // A new process starts from nothing.
    cpu: Math.max(0, cpu - (cpu < lastCpu ? 0 : lastCpu)) / (at - lastAt),
    rss: host.rssMb,
  }
  ;[lastCpu, lastAt, before] = [cpu, at, new Map(errors)]
  samples.push(now)
  return now
}

/** Resolves with the seconds until everybody has a line and a stranger. */
async function settled(): Promise<number> {
  const from = performance.now()
  for (;;) {
    const { chatting } = sample()
    if (chatting >= people - (people % 2)) return (performance.now() - from) / 1_000
    if (performance.now() - from > PATIENCE_MS)
      throw new Error(`After ten minutes ${chatting} of ${people} chat.`)
    await pause(STEP_MS)
  }
}

const tell = (what: string, seconds: number): void => {
  const refused = [...errors].map(([code, n]) => `${code} ${n.toLocaleString('en-GB')}`).join(', ')
  console.log(
    `${what}: everybody talks after ${seconds.toFixed(1)} s; said to clients so far: ${refused || 'nothing'}`,
  )
}

try {
  for (const bot of bots) bot.seek()
  tell(`${people.toLocaleString('en-GB')} arrive at once`, await settled())
  for (let i = 0; i < 10; i++) {
    sample()
    await pause(STEP_MS)
  }
  const killedAt = (performance.now() - began) / 1_000
  await host.kill()
  sample()
  await host.start()
  tell('killed and started again', await settled())
  for (let i = 0; i < 10; i++) {
    sample()
    await pause(STEP_MS)
  }
  const codes = [...errors.keys()]
  console.log(`server: at most ${Math.max(...samples.map(({ rss }) => rss)).toFixed(0)} MB`)
  if (values.out !== undefined) {
    const svg = plot(
      `${people.toLocaleString('en-GB')} people arrive at once, and again after a kill`,
      samples.map(({ time }) => time),
      [
        {
          title: 'people',
          curves: [
            { name: 'online', values: samples.map(({ online }) => online) },
            { name: 'in a chat', values: samples.map(({ chatting }) => chatting) },
          ],
        },
        {
          title: 'told to clients, a second',
          curves: codes.map((name) => ({
            name,
            values: samples.map((one) => one.errors[name] ?? 0),
          })),
        },
        { title: 'server', curves: [{ name: '% of a core', values: samples.map(({ cpu }) => 100 * cpu) }] },
      ],
      [{ at: killedAt, name: 'killed' }],
    )
    writeFileSync(values.out, svg)
    console.log(`Drawn to ${values.out}`)
  }
} finally {
  for (const bot of bots) bot.close()
  await host.remove()
}
process.exit(0)
