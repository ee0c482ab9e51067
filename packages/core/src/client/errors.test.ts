import { describe, expect, it } from 'vitest'
import { clientError, closeError, StrangerChatError } from './errors.js'

describe('errors', () => {
  it('are values: a code, a sentence, whether trying again helps', () => {
    expect(clientError('busy')).toEqual({
      code: 'busy',
      message: 'There is no room right now. Try again in a moment.',
      retryable: true,
      retryAfterMs: null,
      until: null,
    })
  })

  it('the server’s own sentence wins, unless it is empty', () => {
    expect(clientError('banned', { message: 'For spam.', until: 7 })).toMatchObject({
      message: 'For spam.',
      until: 7,
    })
    expect(clientError('banned', { message: '' }).message).toBe('You are banned from this server.')
  })

  it('can be thrown', () => {
    const error = new StrangerChatError(clientError('rate_limited', { retryAfterMs: 500 }))
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'StrangerChatError',
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: 500,
      until: null,
    })
  })
})

describe('P-CLOSE-3: what a close says', () => {
  it.each([
    [4403, 'origin', 'origin'],
    [4403, 'banned', 'banned'],
    [4403, 'ban', 'banned'],
    [4403, '', 'forbidden'],
    [4409, 'superseded', 'superseded'],
    [4503, 'draining', 'closed'],
    [1006, '', 'closed'],
    [9999, 'x', 'closed'],
  ])('%i %s: %s', (code, reason, says) => {
    expect(closeError(code, reason)).toBe(says)
  })
})
