import { expect, test } from 'vitest'
import { createTally } from './tally.js'
import type { Label } from './verdict.js'

const run = (...labels: Label[]): string[] => {
  const tally = createTally()
  return labels.map((label) => tally.add({ label }))
}

test('one frame never decides, however sure it looks', () => {
  expect(run('explicit')).toEqual(['fine'])
  expect(run('fine', 'fine', 'explicit', 'fine', 'fine')).not.toContain('explicit')
})

test('two of the last three decide, side by side or not', () => {
  expect(run('explicit', 'explicit')).toEqual(['fine', 'explicit'])
  expect(run('explicit', 'fine', 'explicit')).toEqual(['fine', 'fine', 'explicit'])
})

test('older ones are forgotten', () => {
  expect(run('explicit', 'fine', 'fine', 'explicit')).not.toContain('explicit')
  expect(run('explicit', 'explicit', 'fine', 'fine')).toEqual(['fine', 'explicit', 'explicit', 'fine'])
})

test('a doubt counts as nothing', () => {
  expect(run('unsure', 'unsure', 'unsure', 'explicit', 'unsure')).not.toContain('explicit')
})

test('every tally is its own', () => {
  createTally().add({ label: 'explicit' })
  expect(run('explicit')).toEqual(['fine'])
})
