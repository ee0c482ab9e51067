import { expect } from '@open-wc/testing'
import './index.js'
import { action, DAY, file, HOSTILE, NOW, report, row, someone, span } from './testing/cases.js'
import type { FakeOptions } from './testing/fake-api.js'
import { mount, type Mounted, unmount } from './testing/mount.js'

const HARMLESS = HOSTILE.map((_, i) => `Words ${i}`)
/** As long as the schema lets them be. */
const name = (text: string) => [...text].slice(0, 80).join('')
const word = (text: string) => [...text].slice(0, 64).join('')

/** A desk where everybody who could write something wrote these. */
function written(texts: readonly string[]): FakeOptions {
  const [first = ''] = texts
  const by = (text: string, i: number) => action({ action: `action-hostile-${i}`, by: name(text) })
  const mine = file({
    row: row({ case: 'case-hostile-1', reason: 'illegal' }),
    reports: [
      report({
        notes: texts.map((text, at) => ({ at, text })),
        entries: span([
          ...texts.map((text, i) => [i % 2, text, i] as const),
          [1, { kind: word(first), text: {} }, 90],
          [1, { kind: 'text', text: first, more: first }, 91],
        ]),
      }),
      // A legal notice: its text, law, name and address, one a line.
      report({
        report: 'report-hostile-2',
        evidence: 'none',
        entries: [],
        notes: [{ at: 1, text: texts.join('\n') }],
      }),
    ],
    history: texts.map(by),
    similar: texts.map((text, i) =>
      row({ case: `case-like-${i}`, takenBy: name(text), takenUntil: NOW + DAY }),
    ),
  })
  return {
    me: someone('senior', { name: name(first) }),
    invited: someone('senior', { moderator: 'moderator-0002', name: name(texts.at(-1) ?? first) }),
    provider: name(first),
    files: [
      mine,
      ...texts.map((text, i) =>
        file({ row: row({ case: `case-of-${i}-others`, takenBy: name(text), takenUntil: NOW + DAY }) }),
      ),
    ],
    appeals: texts.map((text, i) => ({
      action: by(text, i),
      filedAt: NOW - DAY,
      text,
      mine: i % 2 === 0,
    })),
    audit: texts.map((text, i) => ({
      seq: i,
      at: NOW,
      type: word(text),
      actor: name(text),
      hash: 'f2a1f2a1',
      data: { [text]: text, list: [text], within: { text } },
    })),
  }
}

/** Every element there is, but for the marks that name what is invisible. */
const elements = ({ element }: Mounted): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll('*:not(.mark)') ?? [])].map(({ localName }) => localName)

const PLACES: readonly (readonly [string, FakeOptions, (mounted: Mounted) => Promise<unknown>])[] = [
  ['the sign-in', { me: null }, ({ settled }) => settled()],
  ['the queue', {}, ({ settled }) => settled()],
  ['a case', {}, ({ keys }) => keys('n')],
  ['a case under the cover', {}, ({ keys }) => keys('c', 'n')],
  ['a notice', {}, ({ keys }) => keys('n', 'r')],
  ['what was just decided', {}, ({ keys }) => keys('n', '1', 's', 'Enter')],
  ['the appeals', {}, ({ keys }) => keys('a')],
  ['the log', {}, ({ keys }) => keys('l')],
  ['somebody else’s link', {}, (mounted) => invited(mounted)],
  [
    'somebody else, signed in',
    {},
    async (mounted) => {
      await invited(mounted)
      await mounted.click('Sign in as somebody else')
    },
  ],
]
async function invited({ settled }: Mounted): Promise<void> {
  history.replaceState(null, '', '#invite=link-of-another')
  dispatchEvent(new HashChangeEvent('hashchange'))
  await settled()
}

describe('whatever anybody wrote', () => {
  afterEach(unmount)

  for (const [place, options, go] of PLACES) {
    it(`becomes no element: ${place}`, async () => {
      document.title = 'ours'
      const calm = await mount({ fake: { ...written(HARMLESS), ...options } })
      await go(calm)
      const expected = elements(calm)
      unmount()
      const hostile = await mount({ fake: { ...written(HOSTILE), ...options } })
      await go(hostile)
      expect(elements(hostile)).to.deep.equal(expected)
      expect(hostile.element.shadowRoot?.querySelector('img, script, iframe, [onerror]')).to.equal(null)
      expect(document.title).to.equal('ours')
      // They are there, as words.
      expect(hostile.element.shadowRoot?.textContent).to.contain('<img src=x')
    })
  }

  it('would be noticed if it did: the judge is awake', async () => {
    const mounted = await mount({ fake: written(HARMLESS) })
    const before = elements(mounted)
    mounted.find('.me').append(document.createElement('img'))
    expect(elements(mounted)).not.to.deep.equal(before)
  })
})
