import { expect, it } from 'vitest'
import type { Push } from '../ports/backplane.js'
import { MemoryInbox } from './inbox.js'

const typing = (seat: number): Push => ({ type: 'typing', sid: 's', chat: 'c', seat, on: true })
const seats = (pushes: readonly Push[]): number[] =>
  pushes.flatMap((push) => (push.type === 'typing' ? [push.seat] : []))

it('holds no more than its bound for a node, and takes more once those are delivered', async () => {
  const heard: Push[] = []
  const inbox = new MemoryInbox(3, () => undefined)
  inbox.on('n', (push) => heard.push(push))
  for (let i = 0; i < 5; i++) inbox.whisper('n', typing(i))
  await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2])
  inbox.whisper('n', typing(9))
  await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2, 9])
})

it('keeps the order when a handler causes more', async () => {
  const heard: Push[] = []
  const inbox = new MemoryInbox(10, () => undefined)
  inbox.on('n', (push) => {
    heard.push(push)
    if (push.type === 'typing' && push.seat === 0) inbox.whisper('n', typing(2))
  })
  inbox.whisper('n', typing(0))
  inbox.whisper('n', typing(1))
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2])
})

it('delivers nothing to a node that left while it was on its way', async () => {
  const heard: Push[] = []
  const inbox = new MemoryInbox(10, () => undefined)
  const leave = inbox.on('n', (push) => {
    heard.push(push)
    leave()
  })
  inbox.whisper('n', typing(0))
  inbox.whisper('n', typing(1))
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(seats(heard)).toEqual([0])
})
