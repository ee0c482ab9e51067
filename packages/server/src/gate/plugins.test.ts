import { expect, it } from 'vitest'
import type { Plugin, Verdict } from '../ports/plugin.js'
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
  const { pair, enter } = await createStage({ plugins: [plugin] })
  const [one, two] = await pair()
  const tab = await enter({ device: one.last('welcome').device })
  await one.send('x')
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
