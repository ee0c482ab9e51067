import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { facts, missing, NO_ANSWERS } from './answers.js'

const AGE = { kind: 'age', choices: [18, 13] }
const RULES = { kind: 'rules', version: '2', items: ['Be kind.'] }

describe('what a gate asks', () => {
  for (const [gates, answers, lacks] of [
    [[], NO_ANSWERS, null],
    [[AGE, RULES], NO_ANSWERS, 'age'],
    [[AGE, RULES], { age: 0, rules: true }, 'too_young'],
    [[AGE, RULES], { age: 13, rules: false }, 'rules'],
    [[AGE, RULES], { age: 13, rules: true }, null],
    [[{ kind: 'passport' }], { age: 18, rules: true }, 'unknown'],
  ] as const) {
    it(`${gates.map(({ kind }) => kind).join(' and ') || 'nothing'} with ${JSON.stringify(answers)} lacks ${lacks}`, () => {
      expect(missing(gates as never, answers)).to.equal(lacks)
    })
  }

  it('becomes facts, only where it was asked and answered', () => {
    expect(facts([AGE, RULES], { age: 13, rules: true })).to.deep.equal({ age: 13, rules: '2' })
    expect(facts([], { age: 13, rules: true })).to.deep.equal({})
    expect(facts([RULES], { age: 18, rules: false })).to.deep.equal({})
  })
})

describe('the gate', () => {
  afterEach(unmount)

  const open = async () => {
    const mounted = await mount(new FakeClock(), {}, new StubClient({ gates: [AGE, RULES] }))
    await mounted.element.start()
    await mounted.rendered()
    return mounted
  }

  it('stands before every start, by button or by method', async () => {
    const { client, find, element } = await open()
    expect(find('[data-room]').dataset['room']).to.equal('gate')
    await element.start()
    expect(client.called('start')).to.deep.equal([])
  })

  it('has no answer chosen, and names every age alike', async () => {
    const { all } = await open()
    expect(all('[name=age]').map((input) => (input as HTMLInputElement).checked)).to.deep.equal([
      false,
      false,
      false,
    ])
    expect(all('.options .option').map((option) => option.textContent?.trim())).to.deep.equal([
      'Under 13',
      '13 to 17',
      '18 or older',
    ])
  })

  it('says what is missing and takes the person there', async () => {
    const { element, all, find, text, rendered } = await open()
    find("[part~='button-start']").click()
    await rendered()
    expect(text()).to.contain('Choose your age first.')
    expect(element.shadowRoot?.activeElement).to.equal(all('[name=age]')[0])
    all('[name=age]')[2]?.click()
    find("[part~='button-start']").click()
    await rendered()
    expect(text()).to.contain('Accept the rules first.')
    expect(element.shadowRoot?.activeElement).to.equal(find('[name=rules]'))
  })

  it('lets nobody in who is too young, and says so', async () => {
    const { client, all, find, text, rendered } = await open()
    all('[name=age]')[0]?.click()
    find('[name=rules]').click()
    await rendered()
    find("[part~='button-start']").click()
    await rendered()
    expect(text()).to.contain('You need to be 13 or older to talk here.')
    expect(client.called('start')).to.deep.equal([])
  })

  it('hands on the answers, and does not ask again', async () => {
    const { element, client, all, find, rendered } = await open()
    all('[name=age]')[1]?.click()
    find('[name=rules]').click()
    await rendered()
    find("[part~='button-start']").click()
    await rendered()
    const wish = { mode: 'text', interests: [], languages: ['en'], facts: { age: 13, rules: '2' } }
    expect(client.called('start')).to.deep.equal([[wish]])
    element.stop()
    await element.start()
    expect(client.called('start')).to.deep.equal([[wish], [wish]])
  })

  it('goes back to the welcome', async () => {
    const { button, find, rendered } = await open()
    button('Back').click()
    await rendered()
    expect(find('[data-room]').dataset['room']).to.equal('welcome')
  })

  it('does not pretend to know what it cannot ask', async () => {
    const { element, client, text, find, rendered } = await mount(
      new FakeClock(),
      {},
      new StubClient({ gates: [{ kind: 'passport' }] }),
    )
    await element.start()
    await rendered()
    expect(text()).to.contain('asks for something this page can’t answer')
    find("[part~='button-start']").click()
    expect(client.called('start')).to.deep.equal([])
  })
})
