import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

// What counting costs: messages relayed in one process, between sockets that only take notes, with nobody told of the figures
// and with a Prometheus that scrapes all the time. Fresh processes take turns; the measure is CPU a message.
//
//   node meters/meters.mjs [--rounds 8] [--against FOLDER]     FOLDER: the dist of another build, such as one without counting

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    against: { type: 'string' },
    child: { type: 'string' },
  },
})
const PAIRS = 200
const WARM = 100_000
const MESSAGES = 300_000
/** Ten times as often as anybody scrapes. */
const SCRAPE_EVERY = 30_000

if (values.child !== undefined) {
  const [what, dist] = values.child.split(' ')
  const from = (name) =>
    import(
      dist === undefined ? `@stranger-chat/server${name === 'index' ? '' : '/metrics'}` : `${dist}/${name}.js`
    )
  const { createServer } = await from('index')
  const prometheus = what === 'scraped' ? (await from('metrics')).createPrometheus() : undefined
  const server = await createServer({
    acceptRate: 1e6,
    limits: { sendRate: 1e6, sendBurst: 1e6, frameRate: 1e6 },
    ...(prometheus === undefined ? {} : { meters: [prometheus] }),
  })
  const turn = () => new Promise((done) => setImmediate(done))
  const arrive = () => {
    const person = { chat: '', heard: 0, n: 0, offset: 0 }
    const socket = {
      protocol: 'stranger-chat.v1',
      buffered: () => 0,
      send(text) {
        person.heard++
        if (text.startsWith('{"type":"chat"')) person.chat = JSON.parse(text).chat
        else if (text.startsWith('{"type":"entry"')) person.offset = Number(/"offset":(\d+)/.exec(text)[1])
      },
      close: () => undefined,
      terminate: () => undefined,
    }
    person.events = server.accept(socket, { origin: undefined, prefixes: [] })
    return person
  }
  const say = (person, frame) => person.events.text(JSON.stringify(frame))
  const people = []
  for (let i = 0; i < 2 * PAIRS; i++) {
    const person = arrive()
    people.push(person)
    say(person, { type: 'hello', conn: 1, client: { name: 'bench', version: '1' } })
    await turn()
    const wish = {
      mode: 'text',
      languages: [],
      interests: [`pair ${i >> 1}`],
      facts: { age: 18, rules: '1' },
    }
    say(person, { type: 'join', ticket: `ticket-${String(i).padStart(6, '0')}`, ...wish })
    await turn()
  }
  for (let i = 0; i < 20; i++) await turn()
  for (const person of people) {
    if (person.chat === '') throw new Error('Somebody met nobody.')
    say(person, { type: 'seen', chat: person.chat, offset: 0 })
  }
  await turn()
  const text = 'x'.repeat(40)
  const talk = async (count) => {
    for (let i = 0; i < count; i++) {
      const person = people[i % people.length]
      say(person, {
        ...{ type: 'send', chat: person.chat, n: ++person.n, seen: person.offset },
        body: { kind: 'text', text },
      })
      if (i % people.length === people.length - 1) await turn()
      if (prometheus !== undefined && i % SCRAPE_EVERY === 0) await prometheus.text()
    }
    await turn()
  }
  await talk(WARM)
  const before = people.reduce((sum, { heard }) => sum + heard, 0)
  const cpu = process.cpuUsage()
  await talk(MESSAGES)
  const { user, system } = process.cpuUsage(cpu)
  const heard = people.reduce((sum, one) => sum + one.heard, 0) - before
  if (heard < MESSAGES) throw new Error(`Only ${heard} of ${MESSAGES} arrived.`)
  console.log((user + system) / MESSAGES)
  process.exit(0)
}

const self = fileURLToPath(import.meta.url)
const measure = (what) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [self, '--child', what], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}
const variants = [
  'counted',
  'scraped',
  ...(values.against === undefined ? [] : [`against ${values.against}`]),
]
const found = new Map(variants.map((name) => [name, []]))
for (let round = 0; round < Number(values.rounds); round++)
  for (const name of round % 2 === 0 ? variants : variants.toReversed()) found.get(name).push(measure(name))

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
const base = found.get('counted')
console.log('µs CPU a message: median [least..most]; ratio to counted, of neighbours')
for (const [name, list] of found) {
  const ratio = median(list.map((value, i) => value / base[i]))
  const spread = `[${Math.min(...list).toFixed(2)}..${Math.max(...list).toFixed(2)}]`
  console.log(`${name.split(' ')[0].padEnd(8)} ${median(list).toFixed(2)} ${spread} ${ratio.toFixed(3)}`)
}
