import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Program } from '../support/program.ts'
import { openProxy, type Proxy } from '../support/proxy.ts'
import { type RunningServer, startServer } from '../support/server.ts'

let server: RunningServer
let line: Proxy
const running: Program[] = []

beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.remove()
})
beforeEach(async () => {
  line = await openProxy(server)
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.kill()))
  await line.close()
})

function terminal(...args: string[]): Program {
  const program = new Program('examples/terminal/main.js', args)
  running.push(program)
  return program
}
const atServer = (...args: string[]): Program =>
  terminal('--server', `http://127.0.0.1:${line.port}`, '--age', '30', '--accept-rules', ...args)

/** Two people who met, past the moment in which what they type might still be meant for somebody else. */
async function twoMeet(interest: string): Promise<readonly [Program, Program]> {
  const two = [atServer('-i', interest), atServer('-i', interest)] as const
  await Promise.all(two.map((program) => program.shows(`You both like ${interest}.`)))
  await settle(...two)
  return two
}

/** How often it was told that it has only just met somebody, since it met them. */
const refusals = ({ text }: Program): number =>
  text.slice(text.lastIndexOf('You are talking to')).split('you have only just met').length - 1

/** Says something until it is taken: right after a match nothing is. */
async function settle(one: Program, two: Program): Promise<void> {
  for (const [from, to] of [
    [one, two],
    [two, one],
  ] as const) {
    let tries = 0
    let taken = false
    while (!taken) {
      const words = `hello ${++tries}`
      from.types(words)
      await vi.waitUntil(() => (taken = to.text.includes(`Stranger: ${words}`)) || refusals(from) === tries, {
        timeout: 10_000,
      })
    }
  }
}

test('two people find each other by an interest and talk', async () => {
  const [ann, ben] = await twoMeet('tea')
  ann.types('Do you know gyokuro? 🍵 שלום')
  await ben.shows('Stranger: Do you know gyokuro? 🍵 שלום')
  ben.types('I do.')
  await ann.shows('Stranger: I do.')
  // No terminal, no colours.
  expect(ann.text + ben.text).not.toContain('\u001b')
})

test('asks what the server asks, and takes no for an answer', async () => {
  const cautious = terminal('--server', server.url)
  await cautious.shows('How old are you?')
  cautious.types('30')
  await cautious.shows('Be kind.')
  await cautious.shows('Do you accept these rules?')
  cautious.types('yes')
  await cautious.shows('Looking for someone.')
  cautious.types('/quit')
  expect(await cautious.ends()).toBe(0)

  const young = terminal('--server', server.url, '--age', '12')
  await young.shows("isn't open to people of that age")
  expect(await young.ends()).toBe(1)
})

test('/next goes on, and nothing meant for the one reaches the other', async () => {
  const [ann, ben] = await twoMeet('chess')
  ben.types('/next')
  await ann.shows('They left. Your words went with them.')
  ann.types('too late')
  await ann.shows('Not sent: nobody is here to read it.')
  const cat = atServer('-i', 'chess')
  await cat.shows('You both like chess.')
  await ben.shows('You both like chess.')
  await settle(ben, cat)
  expect(cat.text).not.toContain('too late')
})

test('/block parts two people for good', async () => {
  const [ann, ben] = await twoMeet('blocks')
  ann.types('/block')
  await ann.shows("Blocked. You two won't meet again.")
  await ben.shows('They left.')
})

test("a stranger can't steer the terminal", async () => {
  const [ann, ben] = await twoMeet('escapes')
  ann.types('\u001b[2Jcleared \u0007\u202emirrored')
  await ben.shows('Stranger: [2Jcleared mirrored')
  expect(ben.text).not.toContain('\u001b')
})

test('a lost line is told, and heals', async () => {
  const [ann, ben] = await twoMeet('cables')
  await line.down()
  await ann.shows('Connection lost. Your chat is held for 30 seconds.')
  ann.types('sent into the dark')
  await line.up()
  await ann.shows('Connected again.')
  await ben.shows('Stranger: sent into the dark')
})

test('Ctrl+C says goodbye', async () => {
  const [ann, ben] = await twoMeet('goodbyes')
  ann.signal('SIGINT')
  await ben.shows('They left.')
  expect(await ann.ends()).toBe(0)
})

test('--help helps, and a mistake is named', async () => {
  const help = terminal('--help')
  await help.shows('--interest WORD')
  expect(await help.ends()).toBe(0)
  const wrong = terminal('--server', 'chat.example')
  await wrong.shows('--server takes an address such as https://chat.example, not "chat.example".')
  expect(await wrong.ends()).toBe(2)
  const unknown = terminal('--colour')
  await unknown.shows('--colour')
  expect(await unknown.ends()).toBe(2)
})

test("a server that isn't there is named, and waited for", async () => {
  await line.down()
  const early = atServer()
  await early.shows(`Nobody answers at http://127.0.0.1:${line.port}/. Trying again by itself.`)
  await line.up()
  await early.shows('Looking for someone.')
})
