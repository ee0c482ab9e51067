import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { ANNOUNCE_MS } from './controllers/announcer.js'
import { HUSH_MS } from './controllers/speech.js'
import { STALE_PRESS_MS } from './controllers/steps.js'
import { mount, unmount } from './testing/mount.js'
import { StubClient } from './testing/stub-client.js'

const tab = () => sendKeys({ press: 'Tab' })
const back = async () => {
  await sendKeys({ down: 'Shift' })
  await sendKeys({ press: 'Tab' })
  await sendKeys({ up: 'Shift' })
}

describe('the whole story by keyboard', () => {
  afterEach(unmount)

  it('goes from the welcome to a second stranger without a mouse, and says what happens', async () => {
    const clock = new FakeClock()
    const client = new StubClient({
      gates: [
        { kind: 'age', choices: [13, 18] },
        { kind: 'rules', version: '3', items: ['Be kind.'] },
      ],
    })
    const { element, find, all, field, rendered } = await mount(clock, {}, client)
    /** What has the focus: the words on it or its name. */
    const focus = () => {
      const active = element.shadowRoot?.activeElement
      return (
        active?.getAttribute('aria-label') ??
        active?.closest('label')?.textContent?.trim() ??
        active?.id ??
        ''
      )
    }
    const words = () => element.shadowRoot?.activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
    const heard = () => {
      clock.advance(ANNOUNCE_MS)
      return all('.live')
        .map((region) => region.textContent)
        .join(' ')
        .trim()
    }

    // The page has not been touched: focus is where it was.
    expect(document.activeElement).to.equal(document.body)
    await tab()
    expect(focus()).to.equal('interests')
    await sendKeys({ type: 'tea' })
    await sendKeys({ press: 'Enter' })
    await rendered()
    expect(heard()).to.equal('tea added.')
    await sendKeys({ type: 'chess,' })
    await rendered()
    expect(element.interests).to.deep.equal(['tea', 'chess'])
    expect(heard()).to.equal('chess added.')

    // Start: Enter in the empty field. The gate comes first, and focus is inside it.
    await sendKeys({ press: 'Enter' })
    await rendered()
    expect(words()).to.equal('Before you start')
    await tab()
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await rendered()
    expect(focus()).to.equal('18 or older')
    await tab()
    await sendKeys({ press: 'Space' })
    await tab()
    expect(words()).to.equal('Back')
    await tab()
    await sendKeys({ press: 'Enter' })
    await rendered()
    expect(client.called('start')).to.deep.equal([
      [{ mode: 'text', interests: ['tea', 'chess'], languages: ['en'], facts: { age: 18, rules: '3' } }],
    ])
    expect(focus()).to.equal('Message')
    expect(heard()).to.equal('Looking for someone who likes tea or chess.')

    // A stranger comes: focus stays, the words come to the ear.
    client.match({ shared: ['tea'] })
    await rendered()
    expect(focus()).to.equal('Message')
    expect(heard()).to.equal('You both like tea. Say hello.')
    clock.advance(1_000)
    await sendKeys({ type: 'Good evening' })
    await sendKeys({ press: 'Enter' })
    client.receive('Hello')
    await rendered()
    expect(heard()).to.equal('Stranger: Hello')
    client.receive('one', 'two', 'three')
    expect(heard()).to.equal('3 new messages')

    // Around the chat: Send, then back over Stop and the conversation to Block.
    await tab()
    expect(words()).to.equal('Send')
    await back()
    await back()
    expect(words()).to.contain('Stop')
    await back()
    expect(focus()).to.equal('Conversation')
    await sendKeys({ press: 'ArrowUp' })
    expect(words()).to.contain('three')
    await sendKeys({ press: 'ArrowUp' })
    expect(words()).to.contain('two')
    await sendKeys({ press: 'Home' })
    expect(words()).to.contain('Good evening')
    // The conversation is one stop: from any of its messages Tab leads on, and Shift and Tab out the other way.
    await tab()
    expect(words()).to.contain('Stop')
    await back()
    await sendKeys({ press: 'End' })
    expect(words()).to.contain('three')
    await back()
    expect(words()).to.equal('Block')

    // Esc, Esc, Esc: Really?, the end, the next one.
    field().focus()
    await sendKeys({ press: 'Escape' })
    expect(heard()).to.equal('Really? Esc once more ends the chat.')
    await sendKeys({ press: 'Escape' })
    await rendered()
    expect(heard()).to.equal('You left. Your words went with you.')
    clock.advance(STALE_PRESS_MS)
    await sendKeys({ press: 'Escape' })
    await rendered()
    expect(client.state.phase.get()).to.equal('searching')
    expect(heard()).to.equal('Looking for someone who likes tea or chess.')
    expect(find('[data-room]').dataset['room']).to.equal('talk')
  })

  it('says that the stranger went away and came back', async () => {
    const clock = new FakeClock()
    const { client, all } = await mount(clock)
    const heard = () => {
      clock.advance(ANNOUNCE_MS)
      return all('.live')
        .map((region) => region.textContent)
        .join(' ')
        .trim()
    }
    const chat = client.match()
    heard()
    client.set({ chat: { ...chat, present: false, away: { since: clock.now(), graceMs: 30_250 } } })
    expect(heard()).to.equal('They are away. Their seat is held for 30 seconds.')
    clock.advance(HUSH_MS)
    client.set({ chat })
    expect(heard()).to.equal('They are back.')
  })

  it('speaks once of whoever comes and goes in haste, and then of how it is', async () => {
    const clock = new FakeClock()
    const { client, all } = await mount(clock)
    const heard = () =>
      all('.live')
        .map((region) => region.textContent)
        .join(' ')
        .trim()
    const chat = client.match()
    const looks = (away: boolean) =>
      client.set({ chat: away ? { ...chat, away: { since: clock.now(), graceMs: null } } : chat })
    clock.advance(HUSH_MS)
    looks(true)
    clock.advance(ANNOUNCE_MS)
    expect(heard()).to.equal('They are away. You can still write.')
    for (let i = 0; i < 7; i++) {
      looks(i % 2 === 1)
      clock.advance(500)
      expect(heard()).to.equal('They are away. You can still write.')
    }
    clock.advance(HUSH_MS)
    expect(heard(), 'once, and late').to.equal('They are back.')
    clock.advance(3 * HUSH_MS)
    for (const away of [true, false]) looks(away)
    clock.advance(ANNOUNCE_MS)
    expect(heard()).to.equal('They are away. You can still write.')
    looks(true)
    clock.advance(3 * HUSH_MS)
    expect(heard(), 'still so, hence nothing more').to.equal('')
    client.over('left')
    client.match()
    clock.advance(HUSH_MS)
    expect(heard(), 'the next one was never away').not.to.contain('back')
  })

  it('interrupts for a lost line, once, and says when it is back', async () => {
    const clock = new FakeClock()
    const { client, find, all } = await mount(clock)
    const heard = (region = 2) => {
      clock.advance(ANNOUNCE_MS)
      return all('.live')[region]?.textContent
    }
    client.match()
    clock.advance(10_000)
    client.set({ hold: { since: clock.now(), graceMs: 30_250 }, connection: 'reconnecting' })
    expect(heard()).to.equal('Connection lost. Your chat is held for 30 seconds.')
    clock.advance(10_000)
    expect(heard(), 'nothing that only counts').to.equal('')
    client.set({ hold: null, connection: 'online' })
    clock.advance(ANNOUNCE_MS)
    expect(find('.panel').textContent).to.contain('Connected again.')
  })

  it('says once that a search is lonely, and why', async () => {
    const clock = new FakeClock()
    const { element, client, all, rendered } = await mount(clock)
    const heard = async (ms: number) => {
      clock.advance(ms)
      await rendered()
      clock.advance(ANNOUNCE_MS)
      return all('.live')
        .map((region) => region.textContent)
        .join(' ')
        .trim()
    }
    await element.start()
    expect(await heard(0)).to.equal('Looking for someone to talk to.')
    expect(await heard(45_000)).to.equal('Nobody else is here right now. Stay, or come back later.')
    expect(await heard(10_000)).to.equal('')
    const search = client.state.search.get()
    if (search) client.set({ search: { ...search, reason: 'only_you' } })
    expect(await heard(0)).to.equal('The only other person here is you. To test, open a private window.')
  })

  it('says what passes above the conversation', async () => {
    const clock = new FakeClock()
    const { client, all } = await mount(clock)
    client.match()
    clock.advance(10_000)
    client.set({
      error: { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 4_250, until: null },
    })
    clock.advance(ANNOUNCE_MS)
    const heard = all('.live')
      .map((region) => region.textContent)
      .join('')
    expect(heard).to.equal('That was too fast. It goes on in 4 seconds.')
  })
})
