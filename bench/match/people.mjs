// Who waits and who comes: the same people for both matchers, from numbers that repeat from run to run.

let state = 1
const unit = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
export const seed = (value) => void (state = value)

const LANGUAGES = ['en', 'id', 'es']
const POPULAR = 5_000
const BLOCKS = 5

/** A rank below `count`, by Zipf's law with exponent 1: the first is the most popular by far. */
const zipf = (count) => Math.floor(count ** unit()) - 1

const person = (name, interests, changes = {}) => ({
  name,
  identity: `i-${name}`,
  language: LANGUAGES[Math.floor(unit() * LANGUAGES.length)],
  interests: [...new Set(interests)],
  trust: 0,
  avoid: Array.from({ length: BLOCKS }, () => `blocked-${Math.floor(unit() * 1e9)}`),
  ...changes,
})

/** Nobody shares an interest with anybody. */
export const misfit = (name) =>
  person(
    name,
    [0, 1, 2].map((i) => `only ${name} ${i}`),
  )

/** Everybody shares everything, and nobody may meet: one person in many tabs, far from everybody's trust. */
export const tab = (name) =>
  person(name, ['music', 'films', 'games'], { identity: 'one', language: 'en', trust: 9 })

/** Somebody such tabs can't meet, and who looks at as many of them as anybody ever has to. */
export const newcomer = (name) =>
  person(name, ['music', 'films', 'games'], { identity: 'other', language: 'en' })

/** Interests as people have them: some are everybody's, most are rare. */
export const anybody = (name) =>
  person(
    name,
    [0, 1, 2].map(() => `interest ${zipf(POPULAR)}`),
  )
