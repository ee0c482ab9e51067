import { expect, it } from 'vitest'
import { Settling } from './settling.js'

it('gives out what nobody can take back any more, oldest first and once', () => {
  const settling = new Settling<string>(10)
  settling.add('a', 1, 'first')
  settling.add('b', 2, 'second')
  settling.add('c', 3, 'third')
  expect(settling.settled(10)).toEqual([])
  expect(settling.settled(12)).toEqual([
    ['a', 'first'],
    ['b', 'second'],
  ])
  expect(settling.settled(12)).toEqual([])
  expect(settling.settled(Infinity)).toEqual([['c', 'third']])
})

it('never gives out what was taken back, and what was changed as it is now', () => {
  const settling = new Settling<string>(10)
  settling.add('a', 1, 'meant')
  settling.add('b', 1, 'a slip')
  settling.drop('b')
  settling.change('a', (what) => `${what} so`)
  settling.change('b', () => 'nobody there')
  expect([settling.get('a'), settling.get('b')]).toEqual(['meant so', undefined])
  expect(settling.settled(Infinity)).toEqual([['a', 'meant so']])
})

it('lets what was done again wait again', () => {
  const settling = new Settling<number>(10)
  settling.add('a', 1, 1)
  settling.add('b', 5, 2)
  settling.add('a', 9, 3)
  expect(settling.settled(15)).toEqual([['b', 2]])
  expect(settling.settled(19)).toEqual([['a', 3]])
})

it('forgets what it has given out, however much that was', () => {
  const settling = new Settling<number>(10)
  const seen: number[] = []
  for (let at = 0; at < 10_000; at++) {
    settling.add(`${at}`, at, at)
    if (at % 3 === 0) settling.drop(`${at}`)
    seen.push(...settling.settled(at).map(([, what]) => what))
  }
  expect(seen).toEqual(Array.from({ length: 9_990 }, (_, at) => at).filter((at) => at % 3 !== 0))
  expect(settling.settled(Infinity)).toHaveLength(6)
})
