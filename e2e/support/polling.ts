import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { Visitor } from './browser.ts'
import { awkwardTexts } from './people.ts'
import type { Gatekeeper } from './upgrades.ts'

/** Rates no person reaches, so that many messages take seconds. */
export const FAST = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }

export interface Counted {
  readonly visitor: Visitor
  /** Polls its page has asked for. */
  readonly polls: () => number
}

/** Somebody opens the server's page behind this port. @param before runs in the page before anything else */
export async function arrive(browser: Browser, port: number, before?: () => void): Promise<Counted> {
  const context = await browser.newContext({ locale: 'en-GB' })
  if (before) await context.addInitScript(before)
  const visitor = await Visitor.open(context, `http://127.0.0.1:${port}/?one`)
  let polls = 0
  visitor.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/poll') polls++
  })
  return { visitor, polls: () => polls }
}

export async function meet(ann: Visitor, ben: Visitor, interest: string): Promise<void> {
  await Promise.all([ann, ben].map((visitor) => visitor.start([interest])))
  await Promise.all([ann, ben].map((visitor) => visitor.matched()))
}

/** Both say 50 things, as fast as the page takes them, and hold all of it once and in order. */
export async function talk(ann: Visitor, ben: Visitor, round: number): Promise<void> {
  const said = [await ann.said(), await ben.said()] as const
  const [fromAnn, fromBen] = [awkwardTexts(50, `Ann ${round}`), awkwardTexts(50, `Ben ${round}`)]
  await Promise.all([ann.saysAll(fromAnn), ben.saysAll(fromBen)])
  const all = (before: readonly string[], now: readonly string[]): string[] =>
    [...before, ...now].map((text) => text.normalize('NFC'))
  await ben.hears(all(said[0], fromAnn))
  await ann.hears(all(said[1], fromBen))
  for (const visitor of [ann, ben]) await expect.poll(() => visitor.unsent()).toBe(0)
}

/** Where upgrades don't get through a person talks by polls, and the tab remembers it over a reload. */
export async function talkPast(
  gate: Gatekeeper,
  browser: Browser,
  port: number,
  interest: string,
): Promise<void> {
  const { visitor: ann, polls } = await arrive(browser, gate.port)
  const { visitor: ben } = await arrive(browser, port)
  await meet(ann, ben, interest)
  expect(gate.asked()).toBe(2)
  await talk(ann, ben, 1)
  // After a reload nobody waits for two failures again.
  const before = polls()
  await ann.page.reload()
  await ann.matched()
  await talk(ann, ben, 2)
  expect(polls()).toBeGreaterThan(before)
}
