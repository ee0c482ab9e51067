import fc from 'fast-check'
import type { Facts } from '../facts.ts'
import { type State, VIEWS } from '../state.ts'
import { attributeValue, propertyValue } from '../values.ts'

/** Text as somebody would write it who wants out of where it stands. */
export const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'"\'<>&=;{}()\\/*: a1#-'), maxLength: 40 }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    '" onfocus="alert(1)" autofocus x="',
    '&quot;><img src=x onerror=alert(1)>',
    '</style><script>alert(1)</script>',
    'red;} body{display:none',
    'url(https://evil.example/x)',
    'red/*',
    'javascript:alert(1)',
    'https://a.example"><script src=//evil.example></script>',
    'https://user:secret@evil.example',
    '--></stranger-chat><iframe srcdoc=x>',
    '__proto__',
    '%',
    '\ud800',
  ),
)

const colours = ['#7a3b00', 'rebeccapurple', 'light-dark(#fff, #000)', 'oklch(0.5 0.1 40 / 50%)']
const sizes = ['12px', 'calc(2px + 1%)', '"Noto Sans", serif']

/** States that can be: whatever the page's fields would let through. */
export function states(facts: Facts): fc.Arbitrary<State> {
  const map = <T extends { readonly name: string }>(
    list: readonly T[],
    raw: (one: T) => fc.Arbitrary<string>,
    valueOf: (one: T, raw: string) => string | null,
  ): fc.Arbitrary<ReadonlyMap<string, string>> =>
    fc.tuple(...list.map((one) => fc.option(raw(one)).map((text) => [one, text] as const))).map(
      (pairs) =>
        new Map(
          pairs.flatMap(([one, text]) => {
            const value = valueOf(one, text ?? '')
            return value ? [[one.name, value] as const] : []
          }),
        ),
    )
  return fc.record({
    attributes: map(
      facts.attributes,
      ({ kind, choices }) => {
        if (kind === 'switch') return fc.constant('on')
        if (kind === 'number') return fc.nat().map(String)
        if (kind === 'choice') return fc.constantFrom(...choices)
        return kind === 'address'
          ? fc.oneof(fc.webUrl({ validSchemes: ['http', 'https'] }), hostile)
          : hostile
      },
      attributeValue,
    ),
    properties: map(
      facts.properties,
      () => fc.oneof(fc.constantFrom(...colours, ...sizes), hostile),
      propertyValue,
    ),
    view: fc.record({
      scene: fc.constantFrom(...VIEWS.scene),
      width: fc.constantFrom(...VIEWS.width),
      scheme: fc.constantFrom(...VIEWS.scheme),
      words: fc.constantFrom(...VIEWS.words),
      form: fc.constantFrom(...VIEWS.form),
    }),
  })
}
