import { describe, expect, it } from 'vitest'
import type { Plugin, Verdict } from '../ports/plugin.js'
import { createRulings } from '../safety/rulings.js'
import { createVault } from '../safety/vault.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, settle } from '../testing/people.js'

const until = 1_800_000_000_000

it('asks at hello, and sends away whom a plugin rejects, in its words', async () => {
  const { arrive } = await createStage({
    plugins: [{ name: 'members', hello: () => ({ verdict: 'reject', message: 'Members only.' }) }],
  })
  const person = arrive('https://example.org')
  await person.hello()
  expect(person.last('goodbye')).toMatchObject({ code: 4403, reason: 'forbidden', message: 'Members only.' })
})

it('tells a plugin who it is and no more: no address, no token of ours', async () => {
  const seen: unknown[] = []
  const { arrive } = await createStage({
    plugins: [{ name: 'look', hello: (who) => (seen.push(who), { verdict: 'allow' }) }],
  })
  const person = arrive('https://example.org')
  await person.hello({ auth: 'their-own-token' })
  expect(seen).toEqual([
    { identity: expect.any(String), origin: 'https://example.org', auth: 'their-own-token' },
  ])
})

it('takes the first verdict that is not allow', async () => {
  const asked: string[] = []
  const plugin = (name: string, verdict: Verdict): Plugin => ({
    name,
    join: () => (asked.push(name), verdict),
  })
  const { enter } = await createStage({
    plugins: [
      plugin('one', { verdict: 'allow' }),
      plugin('two', { verdict: 'reject', message: 'Not today.' }),
      plugin('three', { verdict: 'allow' }),
    ],
  })
  const person = await enter()
  await person.join()
  expect(person.last('error')).toMatchObject({ code: 'denied', message: 'Not today.', re: { type: 'join' } })
  expect(asked).toEqual(['one', 'two'])
})

it('puts a tombstone in the place of a message a plugin rejects, and tells its author why (P-BODY-3)', async () => {
  const plugin: Plugin = {
    name: 'words',
    send: (_, body) =>
      body.kind === 'text' && body.text === 'bad'
        ? { verdict: 'reject', message: 'Not that word.' }
        : { verdict: 'allow' },
  }
  const { pair, pass, logged } = await createStage({ plugins: [plugin] })
  const [one, two] = await pair()
  await one.send('good')
  await one.send('bad')
  await pass(100)
  expect(two.all('entry').map(({ body }) => body['kind'])).toEqual(['text', 'void'])
  expect(one.all('ack').flatMap(({ acked }) => acked.map((ack) => ack[4]))).toEqual([undefined, 'denied'])
  expect(one.last('notice')).toMatchObject({ level: 'warn', text: 'Not that word.' })
  expect(logged()).toContain('plugin.verdict plugin=words hook=send verdict=reject')
  expect(logged()).not.toContain('bad')
})

it('ends the chat when a plugin says so, and only that', async () => {
  const plugin: Plugin = { name: 'enough', send: () => ({ verdict: 'end', message: 'That is enough.' }) }
  const { pair } = await createStage({ plugins: [plugin] })
  const [one, two] = await pair()
  await one.send('x')
  expect([one.ends, two.ends]).toEqual([['closed'], ['closed']])
  expect(two.texts).toEqual([])
  expect(one.ended).toBeUndefined()
})

it('bans every connection of a person, with the time it ends, and leaves nobody sitting with them', async () => {
  const plugin: Plugin = { name: 'ban', send: () => ({ verdict: 'ban', message: 'Until Sunday.', until }) }
  const { pair, enter, pass } = await createStage({ plugins: [plugin] })
  const [one, two] = await pair()
  const tab = await enter({ device: one.last('welcome').device })
  await one.send('x')
  await pass(250)
  for (const person of [one, tab]) {
    expect(person.last('goodbye')).toMatchObject({
      code: 4403,
      reason: 'banned',
      message: 'Until Sunday.',
      until,
    })
  }
  expect(two.ends).toEqual(['left'])
  expect(two.ended).toBeUndefined()
})

it.each([
  ['open', true],
  ['closed', false],
] as const)('a plugin that throws or takes too long fails %s, as it states', async (onFailure, passes) => {
  const broken: Plugin = {
    name: 'broken',
    onFailure,
    join: () => Promise.reject(new TypeError('of "private words"')),
  }
  const slow: Plugin = {
    name: 'slow',
    onFailure,
    timeoutMs: 400,
    join: () => new Promise<Verdict>(() => undefined),
  }
  for (const plugin of [broken, slow]) {
    const { enter, pass, logged } = await createStage({ plugins: [plugin] })
    const person = await enter()
    await person.join()
    await pass(500)
    expect(person.all('queued')).toHaveLength(passes ? 1 : 0)
    if (!passes) expect(person.last('error')).toMatchObject({ code: 'denied', re: { type: 'join' } })
    expect(logged()).toContain(`plugin.failed plugin=${plugin.name} hook=join failed=${onFailure}`)
    expect(logged()).not.toContain('private words')
  }
})

/** A plugin that lets in whoever once gave the right answer. */
function captcha(hook: 'hello' | 'join' | 'send'): Plugin {
  const solved = new Set<string>()
  const ask = ({ identity }: { readonly identity: string }): Verdict =>
    solved.has(identity)
      ? { verdict: 'allow' }
      : {
          verdict: 'challenge',
          kind: 'sum',
          question: '1 + 1',
          verify: (answer) => answer === '2' && solved.add(identity) === solved,
        }
  return { name: 'captcha', [hook]: ask }
}

it('holds the hello until a challenge is solved, with what was sent behind it', async () => {
  const { arrive } = await createStage({ plugins: [captcha('hello')] })
  const person = arrive()
  void person.hello()
  await person.join()
  const { challenge } = person.last('challenge')
  expect(person.heard.map(({ type }) => type)).toEqual(['challenge'])
  await person.says({ type: 'solve', challenge, answer: '3' })
  expect(person.last('error')).toMatchObject({ code: 'denied', re: { type: 'solve' } })
  await person.says({ type: 'solve', challenge, answer: '2' })
  expect(person.heard.slice(-2).map(({ type }) => type)).toEqual(['welcome', 'queued'])
})

it('joins once the challenge before it is solved; leaving in between is heard', async () => {
  const { enter } = await createStage({ plugins: [captcha('join')] })
  const person = await enter()
  await person.join()
  await person.says({ type: 'leave', ticket: 'ticket-0001' })
  expect(person.heard.slice(-2).map(({ type }) => type)).toEqual(['challenge', 'idle'])
  await person.says({ type: 'solve', challenge: person.last('challenge').challenge, answer: '2' })
  expect(person.last('queued')).toBeDefined()
})

it('makes a message wait for its challenge without losing its place (P-N-3)', async () => {
  const { pair } = await createStage({ plugins: [captcha('send')] })
  const [one, two] = await pair()
  await one.send('first', 1)
  await one.send('second', 2)
  expect(one.all('challenge')).toHaveLength(1)
  expect(one.all('error')).toHaveLength(1)
  expect(one.last('error')).toMatchObject({ code: 'unavailable', re: { type: 'send', n: 1 } })
  await one.says({ type: 'solve', challenge: one.last('challenge').challenge, answer: '2' })
  await one.send('first', 1)
  await one.send('second', 2)
  expect(two.texts).toEqual(['first', 'second'])
})

it('sends away who keeps guessing, and takes no answer to what was not asked', async () => {
  const { arrive } = await createStage({ plugins: [captcha('hello')] })
  const person = arrive()
  await person.hello()
  for (let i = 0; i < 5; i++)
    await person.says({ type: 'solve', challenge: person.last('challenge').challenge, answer: `${i + 5}` })
  expect(person.ended).toEqual({ code: 4403, reason: 'forbidden' })
  const free = await (await createStage()).enter()
  await free.says({ type: 'solve', challenge: 'no-such-challenge', answer: '2' })
  expect(free.last('error')).toMatchObject({ code: 'bad_state', re: { type: 'solve' } })
})

it('takes a fresh token of the host site for later questions', async () => {
  const auths: unknown[] = []
  const { enter } = await createStage({
    plugins: [{ name: 'auth', join: (who) => (auths.push(who.auth), { verdict: 'allow' }) }],
  })
  const person = await enter({ auth: 'old-token' })
  await person.says({ type: 'auth', token: 'new-token' })
  await person.join()
  await settle()
  expect(auths).toEqual(['new-token'])
})

describe('a ban by a plugin is a decision like any other (law 9)', () => {
  const rule: Plugin = {
    name: 'no-threes',
    hello: ({ auth }) =>
      auth === 'three' ? { verdict: 'ban', message: 'No threes.' } : { verdict: 'allow' },
    send: (_, body) =>
      body.kind === 'text' && body.text === '3'
        ? { verdict: 'ban', message: 'You said three.', until }
        : { verdict: 'allow' },
  }
  /** Somebody who was shut out for what they said. */
  async function shutOut() {
    const store = await openStore({ path: ':memory:' })
    const stage = await createStage({ plugins: [rule], store })
    const [one] = await stage.pair()
    const { device } = one.last('welcome')
    await one.send('3')
    const facts = async () => (await store.ledger.events(0, 100)).map(({ fact }) => fact)
    const applied = async () => (await facts()).filter((fact) => fact.type === 'action.applied')
    return { stage, store, device, facts, applied }
  }

  it('written down with the rule’s name, by a machine, in a case of its own', async () => {
    const { facts, applied, store } = await shutOut()
    expect((await facts()).map(({ type }) => type)).toEqual(['case.opened', 'case.decided', 'action.applied'])
    expect(await applied()).toMatchObject([{ automated: true, rule: 'no-threes', kind: 'ban', until }])
    expect((await store.ledger.latest(undefined, 1))[0]?.actor).toBe('@machine')
    expect(JSON.stringify(await facts())).not.toContain('You said')
  })

  it('keeps them out from then on, and is written once however often they come', async () => {
    const { stage, device, applied } = await shutOut()
    for (let i = 0; i < 3; i++) {
      const again = await stage.enter({ device, auth: 'three' })
      expect(again.last('goodbye')).toMatchObject({ code: 4403, reason: 'banned' })
    }
    expect(await applied()).toHaveLength(1)
  })

  it('is no case when somebody new is turned away, who has no token to ask with', async () => {
    const store = await openStore({ path: ':memory:' })
    const stage = await createStage({ plugins: [rule], store })
    const person = await stage.enter({ auth: 'three' })
    expect(person.last('goodbye')).toMatchObject({ code: 4403, message: 'No threes.' })
    expect((await store.ledger.head()).seq).toBe(0)
  })

  it('joins the case that waits about the same person, which people decide', async () => {
    const store = await openStore({ path: ':memory:' })
    let identity = ''
    const known: Plugin = {
      name: 'known',
      join: (who) => ((identity = who.identity), { verdict: 'allow' }),
    }
    const stage = await createStage({ plugins: [known, rule], store })
    const [, two] = await stage.pair()
    const facts = [
      { type: 'case.opened', case: 'case-waiting', subject: identity, reason: 'threat' },
    ] as const
    await store.ledger.write({ at: 1, actor: '@member', facts })
    await two.send('3')
    expect(two.ended).toMatchObject({ code: 4403 })
    expect((await store.ledger.actionsOn(identity, 5)).map((action) => action.case)).toEqual(['case-waiting'])
    expect((await store.ledger.case('case-waiting'))?.state).toBe('open')
  })

  it('fills no ledger: past a hundred at once they hold, and aren’t written down', async () => {
    const { ledger } = await openStore({ path: ':memory:' })
    const clock = new FakeClock()
    const random = seededRandom(3)
    const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
    const logged: string[] = []
    const log = { log: (_: unknown, event: string) => void logged.push(event) }
    const ruled = createRulings({ ledger, vault: createVault(keys, random), clock, random, log })
    for (let i = 0; i < 130; i++) await ruled(`person ${i}`, { by: 'everybody', message: 'Out.' })
    expect((await ledger.counts(0)).decided).toBe(100)
    expect(logged).toEqual(Array.from({ length: 30 }, () => 'ruling.unwritten'))
  })

  it('holds although it can’t be written', async () => {
    const store = await openStore({ path: ':memory:' })
    const write = () => Promise.reject(new Error('disk full'))
    const stage = await createStage({
      plugins: [rule],
      store: { ...store, ledger: { ...store.ledger, write } },
    })
    const [one] = await stage.pair()
    await one.send('3')
    expect(one.ended).toMatchObject({ code: 4403 })
    expect(stage.logged()).toContain('ruling.failed')
  })
})
