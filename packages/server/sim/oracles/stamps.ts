import { type Body, readBody } from '@stranger-chat/core'
import type { MakeOracle } from '../world.js'

/** P-STAMP: every entry that reaches a client carries the server's word for this body at this place, and for no other. */
export const stamps: MakeOracle = (world) => {
  const judge = (
    chat: string,
    place: { readonly offset: number; readonly seat: number; readonly at: number },
    body: Body,
    stamp: string,
  ): void => {
    const log = world.truth.chats.get(chat)
    if (log === undefined) return
    const verify = (changed: object): string =>
      world.stamper.verify(log, { ...place, body, ...changed }, stamp)
    const { offset, seat, at } = place
    if (verify({}) !== 'genuine') world.fail('stamps', `The stamp of ${chat} ${offset} isn't genuine.`)
    if (verify({ offset: offset + 1 }) === 'genuine')
      world.fail('stamps', `The stamp of ${chat} ${offset} passes for another offset.`)
    if (offset % 8 !== 1) return
    if (verify({ seat: seat + 1 }) === 'genuine')
      world.fail('stamps', `The stamp of ${chat} ${offset} passes for another seat.`)
    if (verify({ at: at + 1 }) === 'genuine')
      world.fail('stamps', `The stamp of ${chat} ${offset} passes for another time.`)
    if (verify({ body: { kind: 'text', text: 'never said' } }) === 'genuine')
      world.fail('stamps', `The stamp of ${chat} ${offset} passes for other words.`)
  }
  return {
    name: 'stamps',
    heard(tab, _wire, frame) {
      if (frame.type === 'entry') {
        const body = readBody(frame.body)
        if (body !== undefined) judge(frame.chat, frame, body, frame.stamp)
      }
      if (frame.type !== 'entry' && frame.type !== 'ack') return
      for (const [, offset, at, stamp] of frame.acked ?? []) {
        const entry = world.truth.chats.get(frame.chat)?.entries.get(offset)
        if (entry === undefined)
          return world.fail(
            'stamps',
            `${tab.name} heard an ack of ${frame.chat} ${offset}, which isn't there.`,
          )
        judge(frame.chat, { offset, seat: entry.seat, at }, entry.body, stamp)
      }
    },
  }
}
