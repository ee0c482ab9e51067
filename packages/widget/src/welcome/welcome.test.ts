import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { interestList, languageList, tidy } from './wishes.js'

describe('wishes', () => {
  it('are tidied: no runs of white space, no commas, 40 characters', () => {
    expect(tidy('  night \n trains, ')).to.equal('night trains')
    expect([...tidy('🚂'.repeat(60))]).to.have.length(40)
    expect(tidy(' , ')).to.equal('')
  })

  it('are at most eight, each once whatever its case', () => {
    expect(interestList('tea, Tea, TEA,chess')).to.deep.equal(['tea', 'chess'])
    expect(interestList('a,b,c,d,e,f,g,h,i')).to.have.length(8)
    expect(interestList('شاي، شطرنج')).to.deep.equal(['شاي', 'شطرنج'])
    expect(interestList(['tea', 'tea, chess'])).to.deep.equal(['tea', 'tea chess'])
    expect(interestList(42)).to.deep.equal([])
  })

  it('name at most three languages by their first part', () => {
    expect(languageList(['en-GB', 'en', 'id', 'de', 'fr'])).to.deep.equal(['en', 'id', 'de'])
    expect(languageList('en id')).to.deep.equal(['en', 'id'])
    expect(languageList('1234 x <b>')).to.deep.equal([])
  })
})

describe('the welcome', () => {
  afterEach(unmount)

  const chips = (all: (selector: string) => readonly HTMLElement[]) =>
    all('.box .chip span[dir]').map((chip) => chip.textContent)

  it('adds an interest by Enter or comma and takes the last away by Backspace', async () => {
    const { find, all, rendered } = await mount(new FakeClock())
    find('#interests').focus()
    await sendKeys({ type: 'tea' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ type: 'chess,' })
    await rendered()
    expect(chips(all)).to.deep.equal(['tea', 'chess'])
    await sendKeys({ press: 'Backspace' })
    await rendered()
    expect(chips(all)).to.deep.equal(['tea'])
  })

  it('takes a pasted list apart', async () => {
    const { find, all, rendered } = await mount(new FakeClock())
    const field = find<HTMLInputElement>('#interests')
    field.value = 'tea, chess、night trains'
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await rendered()
    expect(chips(all)).to.deep.equal(['tea', 'chess', 'night trains'])
  })

  it('leaves keys to an IME', async () => {
    const { find, all, client, rendered } = await mount(new FakeClock())
    const field = find<HTMLInputElement>('#interests')
    field.value = 'おちゃ'
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
    await rendered()
    expect(chips(all)).to.deep.equal([])
    expect(client.calls).to.deep.equal([])
  })

  it('offers no ninth interest', async () => {
    const { all, text } = await mount(new FakeClock(), {
      interests: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    })
    expect(all('#interests')).to.deep.equal([])
    expect(text()).to.contain('Eight is the most.')
  })

  it('keeps focus in the field when a chip is taken away', async () => {
    const { element, button, find, rendered } = await mount(new FakeClock(), { interests: ['tea'] })
    button('Remove tea').focus()
    await sendKeys({ press: 'Enter' })
    await rendered()
    expect(element.shadowRoot?.activeElement).to.equal(find('#interests'))
  })

  it('counts what still stands in the field, and starts with it', async () => {
    const { client, find } = await mount(new FakeClock(), { interests: ['tea'] })
    find('#interests').focus()
    await sendKeys({ type: 'chess' })
    find("[part~='button-start']").click()
    await Promise.resolve()
    expect(client.called('start')).to.deep.equal([
      [{ mode: 'text', interests: ['tea', 'chess'], languages: ['en'], facts: {} }],
    ])
  })

  it('speaks what the browser speaks until the person says otherwise', async () => {
    const { element, client, find, button, rendered } = await mount(new FakeClock(), { languages: null })
    await element.start()
    expect(client.called('start')).to.deep.equal([
      [{ mode: 'text', interests: [], languages: languageList(navigator.languages), facts: {} }],
    ])
    client.stop()
    await rendered()
    button('Remove English').click()
    await rendered()
    const select = find<HTMLSelectElement>('select')
    select.value = 'id'
    select.dispatchEvent(new Event('change'))
    await rendered()
    expect(element.languages).to.deep.equal(['id'])
  })

  it('does nothing while it is switched off', async () => {
    const { element, client, find, text } = await mount(new FakeClock(), { disabled: true })
    find("[part~='button-start']").click()
    await element.start()
    expect(client.calls).to.deep.equal([])
    expect(text()).to.contain('This chat is switched off right now.')
  })

  it('says what it means to keep nothing', async () => {
    const { text } = await mount(new FakeClock(), { storage: 'none' })
    expect(text()).to.contain('a reload ends the chat')
  })

  it('asks the server first, and can be called back meanwhile', async () => {
    const client = new StubClient({ gates: null, connection: 'offline' })
    let answer = () => {}
    Object.assign(client, { connect: () => new Promise<void>((resolve) => (answer = resolve)) })
    const { element, button, text, rendered } = await mount(new FakeClock(), {}, client)
    const started = element.start()
    await rendered()
    expect(text()).to.contain('Connecting…')
    button('Cancel').click()
    client.set({ gates: [] })
    answer()
    await started
    await rendered()
    expect(client.called('start')).to.deep.equal([])
    expect(text()).to.contain('Start talking')
  })
})
