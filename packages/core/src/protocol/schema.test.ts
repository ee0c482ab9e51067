import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bool,
  codePoints,
  int,
  Invalid,
  just,
  list,
  obj,
  oneOf,
  pattern,
  str,
  tuple,
  uint,
} from './schema.js'

const why = (result: unknown) => (result instanceof Invalid ? `${result.at}: ${result.why}` : result)

describe('schema', () => {
  const person = obj({ name: str(1, 5), tags: list(oneOf('a', 'b'), 2) }, { age: uint(150) })

  it('gives a clean copy: undeclared keys are dropped (P-FRAME-4)', () => {
    const input = JSON.parse('{"name":"Ada","tags":["a"],"age":36,"admin":true,"__proto__":{"x":1}}')
    const copy = person.check(input)
    expect(copy).toEqual({ name: 'Ada', tags: ['a'], age: 36 })
    expect(Object.keys(copy)).toEqual(['name', 'tags', 'age'])
  })

  it('says where and why', () => {
    expect(why(person.check({ name: 'Ada', tags: ['a', 'c'] }))).toBe('tags[1]: must be one of a, b')
    expect(why(person.check({ name: '', tags: [] }))).toBe('name: must have 1 to 5 characters')
    expect(why(person.check({ tags: [] }))).toBe('name: must be a string')
    expect(why(person.check({ name: 'Ada', tags: [], age: 1.5 }))).toBe(
      'age: must be an integer from 0 to 150',
    )
    expect(why(obj({ inner: person }).check({ inner: { name: 'Ada', tags: 'a' } }))).toBe(
      'inner.tags: must be a list',
    )
    expect(why(person.check([]))).toBe(': must be an object')
  })

  it('leaves optional keys out instead of setting them undefined', () => {
    expect(Object.hasOwn(person.check({ name: 'Ada', tags: [], age: undefined }) as object, 'age')).toBe(
      false,
    )
  })

  it('counts text in code points and refuses lone surrogates', () => {
    expect(codePoints('a👋🏽')).toBe(3)
    expect(str(1, 5).check('👋👋👋👋👋')).toBe('👋👋👋👋👋')
    expect(str(1, 5).check('👋👋👋👋👋👋')).toBeInstanceOf(Invalid)
    expect(str(2, 5).check('👋')).toBeInstanceOf(Invalid)
    expect(str(2, 5).check('👋👋')).toBe('👋👋')
    expect(why(str(1, 5).check('a\ud83d'))).toBe(': must be well-formed Unicode')
  })

  it('counts code points as the language does, whatever the string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => codePoints(text) === [...text].length))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })), (units) => {
        const text = String.fromCharCode(...units)
        return codePoints(text) === [...text].length
      }),
    )
  })

  it('reads fixed positions, the last ones optional', () => {
    const acked = tuple([uint(), bool] as const, [str(1, 9)] as const)
    expect(acked.check([1, true])).toEqual([1, true])
    expect(acked.check([1, true, 'x', 'more'])).toEqual([1, true, 'x'])
    expect(why(acked.check([1, 'no']))).toBe('[1]: must be true or false')
    expect(acked.check([1])).toBeInstanceOf(Invalid)
  })

  it('never throws and accepts nothing out of bounds', () => {
    const all = obj(
      { type: just('x'), id: pattern(/^[a-z]{1,8}$/, 'letters'), n: int(-1, 8) },
      { deep: list(obj({ s: str(0, 3) }), 2) },
    )
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const result = all.check(value)
        if (result instanceof Invalid) return true
        return result.type === 'x' && result.n >= -1 && result.n <= 8 && (result.deep?.length ?? 0) <= 2
      }),
    )
  })
})
