import { expect, it } from 'vitest'
import { Mailboxes } from './mailboxes.js'
import type { Push } from './ports/backplane.js'

const typing = (seat: number): Push => ({ type: 'typing', sid: 's', chat: 'c', seat, on: true })
const seats = (pushes: readonly Push[]): number[] =>
  pushes.flatMap((push) => (push.type === 'typing' ? [push.seat] : []))

it('hold no more than their bound for a node, and take more once those are delivered', async () => {
  const heard: Push[] = []
  const boxes = new Mailboxes(3)
  boxes.open('n', (push) => heard.push(push))
  for (let i = 0; i < 5; i++) boxes.put('n', typing(i))
  await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2])
  boxes.put('n', typing(9))
  await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2, 9])
})

it('keep the order when a handler causes more', async () => {
  const heard: Push[] = []
  const boxes = new Mailboxes(10)
  boxes.open('n', (push) => {
    heard.push(push)
    if (push.type === 'typing' && push.seat === 0) boxes.put('n', typing(2))
  })
  boxes.put('n', typing(0))
  boxes.put('n', typing(1))
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(seats(heard)).toEqual([0, 1, 2])
})

it('deliver nothing to a node that left while it was on its way', async () => {
  const heard: Push[] = []
  const boxes = new Mailboxes(10)
  const leave = boxes.open('n', (push) => {
    heard.push(push)
    leave()
  })
  boxes.put('n', typing(0))
  boxes.put('n', typing(1))
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(seats(heard)).toEqual([0])
})
