import { CLOSE, ERRORS } from '@stranger-chat/core/protocol'
import { describe, expect, it } from 'vitest'
import { createStage } from '../testing/people.js'
import { createPrometheus } from './prometheus.js'
import { parseExposition, type Family } from './testing.js'

/** What a server tells of itself: read as Prometheus would, from a server with people in it. */

async function scraped(play: (stage: Awaited<ReturnType<typeof createStage>>) => Promise<void>) {
  const prometheus = createPrometheus()
  const stage = await createStage({ meters: [prometheus] })
  await play(stage)
  const families = parseExposition(await prometheus.text())
  await stage.server.close()
  const value = (name: string, of?: string): number | undefined => {
    const samples = families.get(name)?.samples ?? []
    return samples.find(({ labels }) => of === undefined || Object.values(labels).includes(of))?.value
  }
  return { families, value, stage, prometheus }
}

describe('what is told', () => {
  it('counts people, frames and entries of a chat, and how it ended', async () => {
    const { value } = await scraped(async ({ pair, enter }) => {
      const [ann, ben] = await pair()
      await ann.says({ type: 'send', chat: ann.chat, n: 1, body: { kind: 'text', text: 'hello' } })
      await ben.says({ type: 'end', chat: ben.chat, reason: 'left' })
      await (await enter()).join()
    })
    expect(value('stranger_chat_connections')).toBe(3)
    expect(value('stranger_chat_sessions')).toBe(3)
    expect(value('stranger_chat_waiting', 'text')).toBe(1)
    expect(value('stranger_chat_talking', 'text')).toBe(0)
    expect(value('stranger_chat_entries_total', 'text')).toBe(1)
    expect(value('stranger_chat_matched_total', 'text')).toBe(2)
    expect(value('stranger_chat_ended_total', 'left')).toBe(2)
    // hello, join and seen of two, one send and one end; hello and join of the third.
    expect(value('stranger_chat_frames_received_total')).toBe(10)
    expect(value('stranger_chat_frames_sent_total')).toBeGreaterThan(8)
    expect(value('stranger_chat_events_total', 'info chat.over')).toBe(2)
    expect(value('stranger_chat_draining')).toBe(0)
    expect(value('stranger_chat_reachable', 'store')).toBe(1)
  })

  it('counts refusals, goodbyes and those turned away, each under its code', async () => {
    const { value } = await scraped(async ({ server, arrive, enter }) => {
      const ann = await enter()
      await ann.says({ type: 'end', chat: 'none-of-theirs', reason: 'left' })
      await ann.says({ type: 'send', chat: 'none-of-theirs', n: 1, body: { kind: 'text', text: 'x' } })
      const rude = arrive()
      await rude.says({ type: 'pong' })
      server.door.receive({ remote: '203.0.113.9', headers: { origin: 'https://elsewhere.example' } })
    })
    expect(value('stranger_chat_refused_frames_total', 'bad_state')).toBe(1)
    expect(value('stranger_chat_goodbyes_total', 'bad_frame')).toBe(1)
    expect(value('stranger_chat_turned_away_total', 'forbidden')).toBe(1)
    expect(value('stranger_chat_events_total', 'warn origin.refused')).toBe(1)
  })

  it('spreads how long people waited, in seconds', async () => {
    const { families } = await scraped(async ({ enter, pass }) => {
      const ann = await enter()
      await ann.join()
      await pass(7_000)
      await (await enter()).join()
    })
    const wait = families.get('stranger_chat_match_wait_seconds') as Family
    expect(wait.type).toBe('histogram')
    const at = (le: string) => wait.samples.find(({ labels }) => labels['le'] === le)?.value
    expect([at('0.1'), at('5'), at('10'), at('+Inf')]).toEqual([1, 1, 2, 2])
    expect(wait.samples.find(({ name }) => name.endsWith('_sum'))?.value).toBeGreaterThanOrEqual(7)
  })

  it('times the calls of the backplane, by call', async () => {
    const { families } = await scraped(async ({ pair }) => void (await pair()))
    const calls = families.get('stranger_chat_backplane_call_seconds') as Family
    const claims = calls.samples.find(
      ({ name, labels }) => name.endsWith('_count') && labels['call'] === 'claim',
    )
    expect(claims?.value).toBe(2)
  })

  it('has a value of nothing for everything that can be known before it happens, so that rates begin', async () => {
    const { families } = await scraped(async () => undefined)
    const codes = (name: string) => families.get(name)?.samples.map(({ labels }) => Object.values(labels)[0])
    expect(codes('stranger_chat_refused_frames_total')).toEqual(Object.keys(ERRORS))
    expect(codes('stranger_chat_goodbyes_total')).toEqual(Object.keys(CLOSE))
    expect(codes('stranger_chat_matched_total')).toEqual(['text', 'voice', 'video'])
  })

  it('tells nothing of anybody: no identity, session, chat, address or word is in it', async () => {
    const secrets: string[] = []
    const { prometheus, stage } = await scraped(async ({ pair, server }) => {
      const [ann, ben] = await pair()
      const text = 'a word of theirs'
      await ann.says({ type: 'send', chat: ann.chat, n: 1, body: { kind: 'text', text } })
      server.door.receive({ remote: '203.0.113.9', headers: { origin: 'https://elsewhere.example' } })
      secrets.push(ann.chat, text, '203.0.113', 'elsewhere', ben.ticket())
      for (const { heard } of [ann, ben])
        for (const frame of heard)
          for (const value of Object.values(frame))
            if (typeof value === 'string' && value.length > 20) secrets.push(value)
    })
    const text = await prometheus.text()
    expect(secrets.length).toBeGreaterThan(6)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(stage.logged()).not.toBe('')
  })

  it('has few labels and few values, however many people there are', async () => {
    const lines = async (people: number) => {
      const { prometheus } = await scraped(async ({ pair }) => {
        for (let i = 0; i < people; i++) await pair()
      })
      return (await prometheus.text()).split('\n').length
    }
    expect(await lines(20)).toBe(await lines(2))
  })

  it('ends with the server, so that another one can be told of', async () => {
    const prometheus = createPrometheus({ process: false })
    for (let i = 0; i < 2; i++) {
      const { server } = await createStage({ meters: [prometheus] })
      expect(parseExposition(await prometheus.text()).size).toBeGreaterThan(15)
      await server.close()
      expect(await prometheus.text()).toBe('\n')
    }
  })
})
