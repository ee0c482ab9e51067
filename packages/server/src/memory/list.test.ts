import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Link, List } from './list.js'

const valuesOf = (list: List<number>): { forth: number[]; back: number[] } => {
  const forth: number[] = []
  const back: number[] = []
  for (let link = list.first; link; link = link.next) forth.push(link.value)
  for (let link = list.last; link; link = link.previous) back.unshift(link.value)
  return { forth, back }
}

it('behaves like an array to which links are added and from which they are taken anywhere', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(20))
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 100 }), (steps) => {
      const list = new List<number>()
      const model: Link<number>[] = []
      for (const [i, [isInsert, at]] of steps.entries()) {
        const place = model.length === 0 ? 0 : at % model.length
        if (isInsert || model.length === 0) {
          const link = new Link(i)
          list.insertAfter(place === 0 ? undefined : model[place - 1], link)
          model.splice(place, 0, link)
        } else {
          for (const link of model.splice(place, 1)) list.remove(link)
        }
        const values = model.map(({ value }) => value)
        expect(valuesOf(list)).toEqual({ forth: values, back: values })
        expect(list.size).toBe(values.length)
      }
    }),
  )
})

it('moves its hand on when the link it points at is taken out', () => {
  const list = new List<number>()
  const links = [1, 2, 3].map((value) => new Link(value))
  links.reduce<Link<number> | undefined>((before, link) => (list.insertAfter(before, link), link), undefined)
  const [first, second, third] = links
  list.hand = second
  if (second) list.remove(second)
  expect(list.hand).toBe(third)
  if (third) list.remove(third)
  expect(list.hand).toBeUndefined()
  expect(valuesOf(list).forth).toEqual([first?.value])
})

it('lets nobody take a link out of a list it isn’t in', () => {
  const [list, other] = [new List<number>(), new List<number>()]
  const link = new Link(1)
  other.insertAfter(undefined, link)
  list.remove(link)
  expect([list.size, other.size, link.list]).toEqual([0, 1, other])
  other.remove(link)
  other.remove(link)
  expect(other.size).toBe(0)
})
