import { ACTIONS, ROLES } from '@stranger-chat/core/api'
import { expect, it } from 'vitest'
import { LONG_BAN_MS, may, mayDecide } from './roles.js'

it('who only reads decides nothing', () => {
  expect(may('auditor', 'read')).toBe(true)
  for (const action of [undefined, ...ACTIONS]) expect(mayDecide('auditor', action)).toBe(false)
})

it('a higher role may do whatever a lower one may', () => {
  for (const [i, role] of ROLES.entries())
    for (const higher of ROLES.slice(i))
      for (const action of [undefined, ...ACTIONS])
        if (mayDecide(role, action)) expect(mayDecide(higher, action)).toBe(true)
})

it.each([
  ['helper', 'warn', 0, true],
  ['helper', 'mute', 0, false],
  ['moderator', 'ban', LONG_BAN_MS, true],
  ['moderator', 'ban', LONG_BAN_MS + 1, false],
  ['senior', 'ban', LONG_BAN_MS + 1, true],
] as const)('a %s and a %s of %i ms: %s', (role, action, forMs, answer) => {
  expect(mayDecide(role, action, forMs)).toBe(answer)
})
