import { afterEach, describe, expect, test } from 'vitest'
import { Person, tabStorage, twoMeet, until } from './support/people.ts'
import { freePort, type RunningServer, startServer } from './support/server.ts'

/** What becomes of people when the server's process ends, by force or by request, and another one takes its port. */

const people: Person[] = []
const servers: RunningServer[] = []

afterEach(async () => {
  for (const person of people.splice(0)) person.client.close()
  for (const server of servers.splice(0).toReversed()) await server.remove()
})

async function begin(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer(options)
  servers.push(server)
  return server
}

/** The states a connection goes through from now on. */
function watch({ client }: Person): string[] {
  const states: string[] = []
  client.on('connection', ({ value }) => states.push(value))
  return states
}

describe('killed in mid-air', () => {
  test('the chat is lost, everybody is told so, what was said stays, and the next chat works', async () => {
    const mortal = await begin()
    const [ann, ben] = await twoMeet([mortal.url, mortal.url])
    people.push(ann, ben)
    ann.client.send('before')
    await ben.hears(1)
    await mortal.kill()
    await until(ann.state.connection, (connection) => connection === 'reconnecting')
    const { port, data } = mortal
    await begin({ port, data })
    for (const person of [ann, ben]) {
      person.client.wake('online')
      expect((await until(person.state.end, (end) => end !== null))?.reason).toBe('server_lost')
      expect(person.state.messages.get().some(({ text }) => text === 'before')).toBe(true)
    }
    await Promise.all([ann.client.next({ interests: ['after'] }), ben.client.next({ interests: ['after'] })])
    ann.client.send('after')
    expect(await ben.hears(2)).toEqual(['before', 'after'])
  })

  test('under load: nobody hangs, nothing that was heard is gone, and nothing is called sent that was not', async () => {
    const config = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }
    const mortal = await begin({ config })
    const pairs = await Promise.all(Array.from({ length: 20 }, () => twoMeet([mortal.url, mortal.url])))
    people.push(...pairs.flat())
    // Everybody talks without a pause; the server dies in the middle of it.
    let talking = true
    const talk = async (person: Person, name: string): Promise<void> => {
      for (let i = 0; talking; i++) {
        person.client.send(`${name} ${i}`)
        await new Promise((soon) => void setImmediate(soon))
      }
    }
    const talks = pairs.flatMap(([one, two], i) => [talk(one, `one ${i}`), talk(two, `two ${i}`)])
    await Promise.all(people.map((person) => person.hears(20)))
    await mortal.kill()
    talking = false
    await Promise.all(talks)
    await begin({ config, port: mortal.port, data: mortal.data })
    for (const person of people) person.client.wake('online')
    for (const person of people) {
      expect((await until(person.state.end, (end) => end !== null))?.reason).toBe('server_lost')
      await until(person.state.connection, (connection) => connection === 'online')
      expect(person.own('pending')).toEqual([])
    }
    for (const [one, two] of pairs) {
      for (const [speaker, listener] of [
        [one, two],
        [two, one],
      ] as const) {
        const shown = listener.state.messages
          .get()
          .flatMap(({ from, kind, text }) => (from === 'stranger' && kind === 'text' ? [text] : []))
        expect(shown, 'what was heard is shown still').toEqual(listener.heard)
        const sent = speaker.own('sent')
        const said = [...sent, ...speaker.own('failed')]
        expect(listener.heard, 'in order, from the first').toEqual(said.slice(0, listener.heard.length))
      }
    }
  })
})

describe('told to stop', () => {
  test('it asks everybody to move, sends away who stays, and ends by itself', async () => {
    const going = await begin()
    const [ann, ben] = await twoMeet([going.url, going.url])
    people.push(ann, ben)
    const ended = going.stop()
    await until(ann.state.connection, (connection) => connection === 'reconnecting')
    await until(ben.state.connection, (connection) => connection === 'reconnecting')
    expect(await ended).toBe(0)
    // It went on purpose, so both keep trying.
    expect(ann.state.error.get()?.retryable ?? true).toBe(true)
  })

  test.each(['usual', 'polls'] as const)(
    'it frees its port at once, and everybody moves to its successor (%s)',
    async (by) => {
      const port = await freePort()
      const going = await begin({ port })
      const [ann, ben] = await twoMeet([going.url, going.url], by)
      const waiting = new Person(going.url, tabStorage(), by)
      people.push(ann, ben, waiting)
      ann.client.send('before')
      await ben.hears(1)
      const found = waiting.start({ interests: ['a rare thing'] })
      // The test may end before it does.
      found.catch(() => undefined)
      await until(waiting.state.phase, (phase) => phase === 'searching')

      const states = [ann, ben, waiting].map(watch)
      const ended = going.stop()
      await going.says('drain.started')
      await begin({ port, data: going.data })
      expect(await ended).toBe(0)
      // A chat in the memory of a process ends with it, and says so.
      for (const person of [ann, ben]) {
        expect((await until(person.state.end, (end) => end !== null))?.reason).toBe('server_lost')
        expect(person.state.messages.get().map(({ text }) => text)).toContain('before')
      }
      // Whoever was waiting waits on, and is found by somebody who came later.
      const late = new Person(going.url)
      people.push(late)
      await Promise.all([found, late.start({ interests: ['a rare thing'] })])
      for (const person of people)
        await until(person.state.connection, (connection) => connection === 'online')
      // A poll that comes while nobody listens finds nobody; a socket that is open waits for its successor.
      if (by === 'usual') expect(states, 'nobody was without a line for a moment').toEqual([[], [], []])
    },
  )
})
