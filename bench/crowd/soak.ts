// People who talk, skip, lose their line and reload, for a long time: is anything lost or doubled, does memory stay, how fast is
// an answer. Build first.
//
//   node bench/crowd/soak.ts [--people 2000] [--minutes 10] [--out docs/images/soak.svg]
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Bot } from './bot.ts'
import { Host } from './host.ts'
import { Ledger } from './ledger.ts'
import { plot } from './plot.ts'

const { values } = parseArgs({
  options: { people: { type: 'string' }, minutes: { type: 'string' }, out: { type: 'string' } },
})
const people = Number(values.people ?? 2_000)
const minutes = Number(values.minutes ?? 10)
if (!Number.isInteger(people) || people < 2 || !(minutes > 0)) {
  console.error('soak.ts takes --people with a number of at least 2 and --minutes above 0.')
  process.exit(2)
}

/** How often each does what, on average, ms. */
const EVERY = { say: 4_000, skip: 60_000, drop: 90_000, reload: 180_000 } as const
const STEP_MS = 2_000
/** Memory is judged from here on, as a share of the whole time: before it grows to its size. */
const WARM = 0.3
const FILLER = 'so much to say and a whole night to say it'

const host = await Host.open({ acceptRate: 2_000 })
const ledger = new Ledger()
const errors = new Map<string, number>()
const counts = { said: 0, skip: 0, drop: 0, reload: 0 }
let isOver = false

const bots = Array.from(
  { length: people },
  (_, id) =>
    new Bot(id, host.url, {
      heard: (bot, chat, text) => ledger.heard(bot, chat, text),
      ended(bot, end, sent) {
        ledger.ended(bot.id, end, sent)
        if (!isOver && end.reason !== 'you') setTimeout(() => isOver || bot.seek(), 500)
      },
      failed: ({ code }) => void errors.set(code, (errors.get(code) ?? 0) + 1),
    }),
)

/** A moment as random as people are. */
const someTime = (mean: number): number => -Math.log(1 - Math.random()) * mean

function repeat(mean: number, what: () => void): void {
  setTimeout(() => {
    if (isOver) return
    what()
    repeat(mean, what)
  }, someTime(mean))
}

const samples: {
  readonly time: number
  readonly rss: number
  readonly cpu: number
  readonly chatting: number
}[] = []
const began = performance.now()
let lastCpu = host.cpuMs
let lastAt = began
function sample(): void {
  const at = performance.now()
  const cpu = host.cpuMs
  samples.push({
    time: (at - began) / 1_000,
    rss: host.rssMb,
    cpu: (cpu - lastCpu) / (at - lastAt),
    chatting: bots.filter(({ phase }) => phase === 'chatting').length,
  })
  ;[lastCpu, lastAt] = [cpu, at]
}

for (const bot of bots) {
  bot.seek()
  repeat(EVERY.say, () => {
    const n = bot.say(FILLER)
    if (n === undefined) return
    counts.said++
    ledger.said(bot, n)
  })
  repeat(EVERY.skip, () => {
    if (bot.phase !== 'chatting') return
    counts.skip++
    bot.seek()
  })
  repeat(EVERY.drop, () => (counts.drop++, bot.drop()))
  repeat(EVERY.reload, () => (counts.reload++, bot.reload()))
}
while (performance.now() - began < minutes * 60_000) {
  sample()
  await pause(STEP_MS)
}
isOver = true
// What is on its way arrives; whoever has no line gets one.
const settle = performance.now()
while (performance.now() - settle < 60_000 && bots.some(({ connection }) => connection !== 'online'))
  await pause(500)
await pause(3_000)
// Every chat comes to its end, by one of the two: whoever stays has heard all there was.
const left = new Set<string>()
for (const bot of bots) {
  if (bot.phase !== 'chatting' || left.has(bot.chat)) continue
  left.add(bot.chat)
  bot.stop()
}
const parting = performance.now()
while (performance.now() - parting < 60_000 && bots.some(({ phase }) => phase === 'chatting'))
  await pause(500)

const warm = samples.slice(Math.floor(samples.length * WARM)).map(({ rss }) => rss)
const half = Math.floor(warm.length / 2)
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length)
const [early, late] = [mean(warm.slice(0, half)), mean(warm.slice(half))]
const well = ledger.latency('well')
const all = ledger.latency('all')
const ms = (value: number): string => `${value.toFixed(1)} ms`
console.log(
  [
    `${people.toLocaleString('en-GB')} people, ${minutes} minutes: ${counts.said.toLocaleString('en-GB')} messages in ${ledger.chats.toLocaleString('en-GB')} chats, of which both saw the end in ${ledger.compared.toLocaleString('en-GB')}, ${counts.skip} skips, ${counts.drop} dropped lines, ${counts.reload} reloads`,
    `lost ${ledger.lost}, doubled ${ledger.doubled}, out of order ${ledger.disordered}, in a chat that isn't theirs ${ledger.strayed}, chats the server lost ${ledger.serverLost}`,
    `heard ${ledger.arrived.toLocaleString('en-GB')}; from send to the other's screen: p50 ${ms(well(0.5))}, p99 ${ms(well(0.99))} while both lines held, p99 ${ms(all(0.99))} with dropped lines`,
    `server memory after warm-up: ${early.toFixed(0)} MB in the first half, ${late.toFixed(0)} MB in the second (${((late / early - 1) * 100).toFixed(1)} %)`,
    `told to clients: ${[...errors].map(([code, n]) => `${code} ${n}`).join(', ') || 'nothing'}`,
  ].join('\n'),
)
if (values.out !== undefined) {
  writeFileSync(
    values.out,
    plot(
      `${people.toLocaleString('en-GB')} people talk, skip, lose their line and reload for ${minutes} minutes`,
      samples.map(({ time }) => time),
      [
        { title: 'server memory', curves: [{ name: 'RSS in MB', values: samples.map(({ rss }) => rss) }] },
        { title: 'people', curves: [{ name: 'in a chat', values: samples.map(({ chatting }) => chatting) }] },
        { title: 'server', curves: [{ name: '% of a core', values: samples.map(({ cpu }) => 100 * cpu) }] },
      ],
    ),
  )
  console.log(`Drawn to ${values.out}`)
}
for (const bot of bots) bot.close()
await host.remove()
const isBroken = ledger.lost + ledger.doubled + ledger.disordered + ledger.strayed + ledger.serverLost > 0
process.exit(isBroken ? 1 : 0)
