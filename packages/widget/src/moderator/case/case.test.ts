import { expect } from '@open-wc/testing'
import type { CaseRow } from '@stranger-chat/core/api'
import '../index.js'
import { DAY, file, HOSTILE, HOUR, MINUTE, NOW, report, row, span } from '../testing/cases.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { HELD_MS } from '../shortcuts.js'

const hostile = {
  files: [
    file({
      row: row({ reason: 'other' }),
      reports: [
        report({
          notes: HOSTILE.map((text, at) => ({ at, text })),
          entries: span([
            ...HOSTILE.map((text, i) => [i % 2, text, i] as const),
            [1, { kind: '<img src=x onerror=alert(1)>', text: {} }, 90],
          ]),
        }),
      ],
    }),
  ],
}

describe('a case', () => {
  afterEach(unmount)

  it('shows what was handed in as a conversation, with seats, times and what was picked', async () => {
    const { keys, all, text } = await mount({ fake: { files: [file()] } })
    await keys('Shift')
    all('.card')[0]?.click()
    await keys('Shift')
    expect(all('.line').length).to.equal(9)
    expect(
      all('.line.reported.picked').map((one) => one.textContent?.replace(/\s+/g, ' ').trim())[0],
    ).to.match(/Reported:? send a picture without it .* Picked by the reporter/)
    expect(text()).to.contain('The chat ended here')
    expect(text()).to.contain('I said no twice and they went on.')
    expect(text()).to.contain('reporter without much of a record (weighs 30 %)')
    expect(text()).to.contain('Warn sexual content')
    expect(text()).to.contain('it proves nothing')
  })

  it('shows everything a reporter wrote, oldest first, each with its time', async () => {
    const notes = [
      { at: NOW - HOUR, text: 'Again.\nSection 259\na.person@example.org' },
      { at: NOW - 5 * DAY, text: 'They asked for pictures.' },
    ]
    const { keys, all } = await mount({ fake: { files: [file({ reports: [report({ notes })] })] } })
    await keys('n')
    expect(all('.note .theirs').map((one) => one.textContent)).to.deep.equal([
      'They asked for pictures.',
      'Again.\nSection 259\na.person@example.org',
    ])
    expect(all('.note time').map((one) => one.getAttribute('datetime'))).to.deep.equal([
      '2026-11-17T14:20:00Z',
      '2026-11-22T13:20:00Z',
    ])
    expect(all('.note figcaption').map((one) => one.textContent?.replace(/\s+/g, ' ').trim())[0]).to.match(
      /^The reporter’s note, Nov 17, 2026/,
    )
  })

  it('says in words what the stamps prove, and what not', async () => {
    const { keys, find } = await mount()
    await keys('n')
    const said = find('.badge').textContent?.replace(/\s+/g, ' ') ?? ''
    expect(said).to.contain('Nothing between the first and the last was cut out')
    expect(said).to.contain('Who a person really is')
    expect(said).to.contain('they hold the key and could forge')
  })

  it('shows several reports one at a time, each by key, arrow or press', async () => {
    const { keys, all, text, settled } = await mount()
    await keys('n')
    expect(text()).to.contain('Says they are 13.')
    await keys('r', 'r')
    expect(text()).to.contain('This report came without a chat.')
    expect(all('[role=tab]').map((one) => one.getAttribute('aria-selected'))).to.deep.equal([
      'false',
      'false',
      'true',
    ])
    all('[role=tab]')[2]?.focus()
    await keys('ArrowRight')
    expect(all('[role=tab]')[0]?.matches(':focus')).to.equal(true)
    all('[role=tab]')[1]?.click()
    await settled()
    expect(all('[role=tab]')[1]?.getAttribute('aria-selected')).to.equal('true')
  })

  it('renders hostile words as words', async () => {
    document.title = 'ours'
    const { keys, all, element } = await mount({ fake: hostile })
    await keys('n')
    const root = element.shadowRoot
    expect(root?.querySelectorAll('.case img, .case script, .case a, .case iframe').length).to.equal(0)
    expect(document.title).to.equal('ours')
    const said = all('.theirs').map((one) => one.textContent ?? '')
    expect(said.join('\n')).to.contain('<img src=x onerror="document.title=\'owned\'">')
    // What turns the line around is named, and does nothing.
    expect(said.join()).to.contain('U+202E')
    expect(said.join()).not.to.contain('\u202e')
    for (const one of all('.theirs')) expect(getComputedStyle(one).unicodeBidi).to.equal('isolate')
  })

  it('keeps what towers over its line and what has no spaces inside', async () => {
    const { keys, all, find } = await mount({ fake: hostile })
    await keys('n')
    for (const one of all('.bubble')) expect(getComputedStyle(one).overflow).to.equal('clip')
    expect(find('.case').scrollWidth).to.be.at.most(find('.case').clientWidth)
  })

  it('folds what is far from anything that was picked, and unfolds it', async () => {
    const entries = span(
      Array.from({ length: 40 }, (_, i) => (i === 30 ? [1, 'that', i, 'picked'] : [i % 2, `line ${i}`, i])),
    )
    const { keys, all, click } = await mount({
      fake: { files: [file({ row: row(), reports: [report({ entries })] })] },
    })
    await keys('n')
    expect(all('.line').length).to.be.below(40)
    await click('Show 27 more')
    await click('Show 5 more')
    expect(all('.line').length).to.equal(40)
  })
})

describe('grey', () => {
  afterEach(unmount)
  const grey = ({ all }: Mounted) =>
    all('bdi.theirs').every((one) => getComputedStyle(one).filter === 'grayscale(1)')

  it('is what other people wrote at first, and until this device is told otherwise', async () => {
    const first = await mount()
    await first.keys('n')
    expect(first.all('.theirs').length).to.be.greaterThan(0)
    expect(grey(first)).to.equal(true)
    expect(getComputedStyle(first.find('.brand .theirs')).filter, 'the house’s own sign').to.equal('none')
    expect(first.button('Grey').getAttribute('aria-pressed')).to.equal('true')
    await first.click('Grey')
    expect(grey(first)).to.equal(false)
    const next = await mount({ device: first.device })
    await next.keys('n')
    expect(grey(next)).to.equal(false)
    await next.keys('g')
    expect(grey(next)).to.equal(true)
  })

  it('is a choice beside the cover, not instead of it', async () => {
    const first = await mount()
    await first.keys('g', 'c', 's')
    const next = await mount({ device: first.device })
    await next.keys('n')
    expect(next.button('Grey').getAttribute('aria-pressed')).to.equal('false')
    expect(next.button('Cover words').getAttribute('aria-pressed')).to.equal('true')
    expect(next.find<HTMLInputElement>('.then input').checked).to.equal(true)
  })
})

describe('similar cases', () => {
  afterEach(unmount)
  const like = (changes: Partial<CaseRow>) => row({ state: 'decided', decidedAt: NOW - 2 * DAY, ...changes })
  const acted = like({ case: 'case-like-1', number: 'M1NT-77EA', acted: true })
  const others = [
    like({ case: 'case-like-2', number: 'N2AA-10BB', acted: false }),
    like({ case: 'case-like-3', number: 'N3CC-20DD' }),
    row({ case: 'case-like-4', number: 'N4EE-30FF', takenBy: 'Lee', takenUntil: NOW + MINUTE }),
  ]
  const files = [file({ similar: [acted, ...others] }), file({ row: acted, similar: [] })]

  it('say what the resemblance means, where each stands and how it ended', async () => {
    const { keys, all, text } = await mount({ fake: { files } })
    await keys('n')
    expect(text()).to.contain('from the same neighbourhood of the network within the last weeks')
    expect(text()).to.contain('a school or a carrier can be behind it')
    expect(all('.like').map((one) => one.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
      'Unwanted sexual content M1NT-77EA decided: something was done · 2 days ago',
      'Unwanted sexual content N2AA-10BB decided: nothing was done · 2 days ago',
      'Unwanted sexual content N3CC-20DD decided · 2 days ago',
      'Unwanted sexual content N4EE-30FF open · 12 minutes ago · Lee has it',
    ])
  })

  it('open by a press or by Enter, and a press leads back with the choice kept', async () => {
    const { keys, all, fake, click, text, focused } = await mount({ fake: { files } })
    await keys('n', '2')
    const [first] = all('.like')
    expect(first).to.be.instanceOf(HTMLButtonElement)
    first?.focus()
    await keys('Enter')
    expect(fake.sent('/cases/case-like-1/open').length).to.equal(1)
    expect(focused()).to.contain('M1NT-77EA')
    expect(text()).to.contain('Only an appeal changes it now.')
    // One case at a time: the other went back meanwhile.
    expect(fake.sent('/cases/case-sexual-1/leave').length).to.equal(1)
    await click('Back to 7K3M-92QD')
    expect(focused()).to.contain('7K3M-92QD')
    expect(text()).to.contain('Confirm: Cooldown for 1 day')
    expect(text()).not.to.contain('Back to')
  })

  it('that somebody else has don’t open', async () => {
    const { keys, all, fake, settled } = await mount({ fake: { files } })
    await keys('n')
    const taken = all('.like').at(-1)
    expect(taken?.getAttribute('aria-disabled')).to.equal('true')
    taken?.click()
    await settled()
    expect(fake.sent('/cases/case-like-4/open')).to.deep.equal([])
  })
})

describe('the cover', () => {
  afterEach(unmount)

  it('blurs other people’s words, on this device from then on', async () => {
    const first = await mount()
    await first.keys('c', 'n')
    expect(first.all('.blur').length).to.equal(8)
    for (const one of first.all('.blur')) {
      expect(getComputedStyle(one).filter).to.contain('blur')
      expect([one.getAttribute('aria-hidden'), one.inert]).to.deep.equal(['true', true])
    }
    const next = await mount({ device: first.device })
    await next.keys('n')
    expect(next.all('.blur').length).to.equal(8)
  })

  it('lifts from one message by its button, and the focus goes on to the next', async () => {
    const { keys, all, settled } = await mount()
    await keys('c', 'n')
    const [, second] = all('.line .uncover')
    all('.line .uncover')[0]?.click()
    await settled()
    expect(second?.matches(':focus')).to.equal(true)
    expect(all('.blur').length).to.equal(7)
    expect(all('.line')[0]?.textContent).to.contain('Hi there')
  })

  it('lifts while its key is held, or until it is pressed again', async () => {
    const { keys, all, element, clock, settled } = await mount()
    await keys('c', 'n', 'v')
    expect(all('.blur').length).to.equal(0)
    await keys('v')
    expect(all('.blur').length).to.equal(8)
    const event = { key: 'v', bubbles: true, composed: true }
    element.dispatchEvent(new KeyboardEvent('keydown', event))
    await settled()
    expect(all('.blur').length).to.equal(0)
    clock.wind(HELD_MS)
    element.dispatchEvent(new KeyboardEvent('keyup', event))
    await settled()
    expect(all('.blur').length).to.equal(8)
    await keys('c')
    expect(all('.blur').length).to.equal(0)
  })
})
