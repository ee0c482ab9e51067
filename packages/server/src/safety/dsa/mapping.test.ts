import { ACTIONS, POLICIES, REASONS } from '@stranger-chat/core/api'
import { describe, expect, it } from 'vitest'
import { restricts } from '../../rules/tally.js'
import { CATEGORIES, categoriesOf, type Category } from './categories.js'
import { type Place, PLACES, placeOf, provisionOf, REASON_RULES, RESTRICTIONS } from './mapping.js'

const keywordsOf = (place: Place): readonly string[] => {
  const category: Category | undefined = CATEGORIES.find(({ key }) => key === place.category)
  return Object.keys(category?.keywords ?? {})
}

it('every reason, rule and action has its place, and nothing else has', () => {
  expect(Object.keys(REASON_RULES).toSorted()).toEqual([...REASONS, 'illegal'].toSorted())
  expect(Object.keys(PLACES).toSorted()).toEqual([...POLICIES].toSorted())
  expect(Object.keys(RESTRICTIONS).toSorted()).toEqual([...ACTIONS].toSorted())
})

describe.each(POLICIES)('the rule on %s', (policy) => {
  it.each(['terms', 'legal'] as const)(
    'stands in the sheet of %s, under a keyword of its category',
    (ground) => {
      const place = PLACES[policy][ground]
      const sheet = categoriesOf(ground === 'terms' ? 'terms' : undefined)
      expect(sheet.map(({ key }) => key)).toContain(place.category)
      // A category that isn't divided could hold nothing: what is below adds up to what is above.
      expect(keywordsOf(place)).not.toEqual([])
      if ('keyword' in place) expect(keywordsOf(place)).toContain(place.keyword)
      else expect(place.other).not.toBe('')
    },
  )
})

it('what names no closer rule is counted by what the case was about', () => {
  expect(placeOf({ reason: 'hate', ground: 'legal' })).toBe(PLACES.hate.legal)
  expect(placeOf({ reason: 'hate', policy: 'spam', ground: 'terms' })).toBe(PLACES.spam.terms)
})

it('what only says something is no restriction, and all else is one', () => {
  for (const kind of ACTIONS) {
    expect(provisionOf({ kind, ends: true }) !== undefined).toBe(restricts(kind))
    expect(provisionOf({ kind, ends: false }) !== undefined).toBe(restricts(kind))
  }
  expect(provisionOf({ kind: 'ban', ends: true })).toBe('DECISION_PROVISION_TOTAL_SUSPENSION')
  expect(provisionOf({ kind: 'ban', ends: false })).toBe('DECISION_PROVISION_TOTAL_TERMINATION')
  expect(provisionOf({ kind: 'end', ends: false })).toBe('DECISION_PROVISION_PARTIAL_TERMINATION')
})
