import { expect, it } from 'vitest'
import { createLog, nameOf } from './log.js'

const clock = { now: () => Date.UTC(2026, 0, 31, 12, 0, 0) }

it('writes one JSON object a line, for machines', () => {
  let out = ''
  const log = createLog({ clock, write: (line) => (out += line), level: 'info', form: 'json' })
  log.log('warn', 'origin.refused', { origin: 'https://a.example\n"', count: 2, nothing: undefined })
  expect(out.endsWith('\n')).toBe(true)
  expect(out.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(out)).toEqual({
    time: '2026-01-31T12:00:00.000Z',
    level: 'warn',
    event: 'origin.refused',
    origin: 'https://a.example\n"',
    count: 2,
  })
})

it('writes one sentence a line, for a person', () => {
  let out = ''
  const log = createLog({ clock, write: (line) => (out += line), level: 'info', form: 'plain' })
  log.log('warn', 'origin.refused', { hint: 'Add --origin https://a.example', origin: 'https://a.example' })
  log.log('info', 'chat.over', { reason: 'left' })
  expect(out).toBe(
    '12:00:00 warn origin.refused origin=https://a.example - Add --origin https://a.example\n12:00:00 chat.over reason=left\n',
  )
})

it('leaves out what is less grave than asked for', () => {
  let out = ''
  const log = createLog({ clock, write: (line) => (out += line), level: 'warn', form: 'json' })
  log.log('info', 'chat.over')
  log.log('debug', 'chat.over')
  expect(out).toBe('')
})

it('names an exception by its class and place, never by its message', () => {
  expect(nameOf(new TypeError('cannot send "my secret"'))).toMatch(/^TypeError/)
  expect(nameOf(new TypeError('cannot send "my secret"'))).not.toContain('secret')
  expect(nameOf('my secret')).toBe('string')
})
