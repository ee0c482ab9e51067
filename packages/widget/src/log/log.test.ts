import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { settled } from '../testing/show.js'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { emojiOnly, freshKeys, GAP_MS, PACK, packs, rows } from './rows.js'

const stub = new StubClient()
const say = (...from: ('me' | 'stranger')[]) =>
  from.map((who, i) => stub.message({ from: who, at: i, n: who === 'me' ? i : null }))

describe('rows', () => {
  it('group what one voice says in a run', () => {
    const list = rows(say('me', 'me', 'stranger', 'me'), 500)
    expect(list.map(({ first, last }) => [first, last])).to.deep.equal([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  it('write the time after a long quiet only', () => {
    const messages = [
      stub.message({ at: 0 }),
      stub.message({ at: GAP_MS - 1 }),
      stub.message({ at: 2 * GAP_MS }),
    ]
    expect(rows(messages, 500).map(({ gap }) => gap)).to.deep.equal([null, null, 2 * GAP_MS])
  })

  it('keep the newest, and leave out what nobody is to see', () => {
    expect(rows(say('me', 'me', 'me'), 2)).to.have.length(2)
    const hidden = [stub.message({ kind: 'void' }), stub.message({ from: 'server', kind: 'end' })]
    expect(
      rows([...hidden, stub.message({ from: 'me', kind: 'void', state: 'failed' })], 500),
    ).to.have.length(1)
  })

  it('keep an own row when its ack changes the key of the message', () => {
    const [pending] = rows([stub.message({ from: 'me', n: 1, chat: 'c', key: 'c:n1', state: 'pending' })], 1)
    const [sent] = rows([stub.message({ from: 'me', n: 1, chat: 'c', key: 'c:17' })], 1)
    expect(sent?.key).to.equal(pending?.key)
  })

  it('stay in their pack, whatever comes, goes or is acked', () => {
    const list = (...offsets: number[]) =>
      rows(
        offsets.map((at) => stub.message({ at, key: `c:${at}` })),
        500,
      )
    const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i)
    const all = packs(list(...upTo(40)), new Map())
    expect(all.map((pack) => pack.rows.length)).to.deep.equal([PACK, PACK, 40 - 2 * PACK])
    const was = new Map(all.flatMap(({ id, rows: some }) => some.map(({ key }) => [key, id] as const)))
    const sizes = (...offsets: number[]) =>
      packs(list(...offsets), was).map((pack) => [pack.id, pack.rows.length])
    expect(sizes(...upTo(50, 11))).to.deep.equal([
      [0, 6],
      [1, 16],
      [2, 16],
      [3, 2],
    ])
    expect(sizes(...upTo(16), 16.5, ...upTo(40, 17))).to.deep.equal([
      [0, 17],
      [1, 16],
      [2, 8],
    ])
  })

  it('rise when they come one by one, not in a burst and not from history', () => {
    const [a, b, c, d, e] = say('stranger', 'stranger', 'stranger', 'stranger', 'stranger')
    if (!a || !b || !c || !d || !e) throw new Error('five')
    const none = new Set<string>()
    expect(freshKeys([], [a], none).size).to.equal(1)
    expect(freshKeys([], [a, b], none).size).to.equal(0)
    expect(freshKeys([a], [a, b, c], none).size).to.equal(2)
    expect(freshKeys([a], [a, b, c, d, e], none).size).to.equal(0)
    const fresh = freshKeys([a], [a, b], none)
    expect(freshKeys([a, b], [a, c], fresh)).to.equal(fresh)
  })

  for (const [text, large] of [
    ['🌿', true],
    ['👩‍👩‍👧‍👦 🇮🇩', true],
    ['👍🏽❤️', true],
    // Skin tones, alone and within a group.
    ['👋🏿', true],
    ['👩🏽‍🤝‍👨🏿', true],
    ['👨🏿‍❤️‍💋‍👨🏻👨🏿‍❤️‍💋‍👨🏻👨🏿‍❤️‍💋‍👨🏻', true],
    // Flags: by letters, by tags, by joiners; half a flag is a letter.
    ['🇮🇩🇫🇮', true],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', true],
    ['🏳️‍🌈🏴‍☠️', true],
    ['🇮', false],
    ['🇮🇩🇫', false],
    // Keycaps, and the digits they are made of.
    ['1️⃣', true],
    ['#️⃣*️⃣', true],
    ['1', false],
    ['#', false],
    ['1️⃣2', false],
    // Drawn as text, unless asked for as a picture.
    ['❤️‍🔥', true],
    ['☺️', true],
    ['☺', false],
    ['©', false],
    ['™️', true],
    ['❤︎', false],
    // Marks of direction, as keyboards from the right put them; a joiner alone is nothing.
    ['\u200f🌿\u200f 🫖', true],
    ['\u200f\u200f', false],
    ['\u200d', false],
    ['🌿 tea', false],
    ['שלום 🌿', false],
    ['شاي🫖', false],
    ['3 🫖', false],
    ['🫖×2', false],
    ['42', false],
    [' ', false],
    ['', false],
    ['🌿'.repeat(12), true],
    ['🌿'.repeat(13), false],
  ] as const) {
    it(`${JSON.stringify(text)} is ${large ? '' : 'not '}drawn large`, () =>
      expect(emojiOnly(text)).to.equal(large))
  }
})

async function talking(count = 0) {
  const clock = new FakeClock()
  const mounted = await mount(clock)
  mounted.client.match()
  if (count > 0) mounted.client.receive(...Array.from({ length: count }, (_, i) => `message ${i}`))
  await mounted.rendered()
  await settled()
  const log = () => mounted.find('.log')
  const fromEnd = () => Math.round(log().scrollHeight - log().clientHeight - log().scrollTop)
  return { clock, log, fromEnd, ...mounted }
}

describe('the conversation', () => {
  afterEach(unmount)

  it('is a log that no screen reader reads out again', async () => {
    const { log } = await talking(1)
    expect([log().getAttribute('role'), log().getAttribute('aria-live'), log().tabIndex]).to.deep.equal([
      'log',
      'off',
      0,
    ])
  })

  it('tells the voices apart in words', async () => {
    const { element, find, all, rendered } = await talking(1)
    element.send('hello')
    await rendered()
    expect(all('.bubble').map((bubble) => bubble.textContent?.trim())).to.deep.equal([
      'Stranger: message 0',
      'You: hello',
    ])
    expect(find('.words').dir).to.equal('auto')
  })

  it('puts words in as words', async () => {
    const { client, find, rendered } = await talking()
    client.receive('<img src=x onerror=alert(1)><b>bold</b>')
    await rendered()
    expect(find('.words').textContent).to.equal('<img src=x onerror=alert(1)><b>bold</b>')
    expect(find('.words').children).to.have.length(0)
  })

  it('shows reduced ink, then solid, in one and the same element', async () => {
    const { element, client, find, rendered } = await talking()
    element.send('hello')
    await rendered()
    const message = find('.message')
    expect(message.classList.contains('pending')).to.equal(true)
    client.acknowledge()
    await rendered()
    expect(find('.message')).to.equal(message)
    expect(message.classList.contains('pending')).to.equal(false)
  })

  it('says what was not sent and offers to try again where that can help', async () => {
    const { client, all, button, rendered } = await talking()
    const lost = client.message({ from: 'me', n: 1, key: 'lost', state: 'failed' })
    const refused = client.message({ from: 'me', n: 2, key: 'refused', state: 'failed', why: 'denied' })
    client.set({ messages: [lost, refused] })
    await rendered()
    expect(all('.failure').map((line) => line.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
      'Not sent. Try again',
      'Not sent: not allowed here.',
    ])
    button('Try again').click()
    expect(client.called('retry')).to.deep.equal([['lost']])
  })

  it('holds no more than max-messages', async () => {
    const { element, all, rendered } = await talking(60)
    element.maxMessages = 50
    await rendered()
    expect(all('.message')).to.have.length(50)
    expect(all('.message')[0]?.textContent).to.contain('message 10')
  })

  it('stays at the newest message, burst after burst', async () => {
    const { client, fromEnd, rendered } = await talking(40)
    expect(fromEnd()).to.equal(0)
    client.receive(...Array.from({ length: 20 }, () => 'more '.repeat(60)))
    await rendered()
    await settled()
    expect(fromEnd()).to.equal(0)
  })

  it('stays there when something tall comes before the browser has told of the last scroll', async () => {
    const { client, log, all, fromEnd, rendered } = await talking(40)
    client.receive('tall\n\n\n\n')
    await rendered()
    log().dispatchEvent(new Event('scroll'))
    await rendered()
    expect(all('.pill')).to.deep.equal([])
    await settled()
    expect(fromEnd()).to.equal(0)
  })

  it('draws what comes, and nothing of what was there', async () => {
    const { client, rendered } = await talking()
    let asked = 0
    const old = Object.defineProperty(client.message(), 'text', { get: () => `asked ${++asked} times` })
    client.set({ messages: [old, client.message(), client.message()] })
    await rendered()
    const before = asked
    client.set({ messages: [...client.state.messages.get(), client.message()] })
    await rendered()
    expect(asked).to.equal(before)
  })

  it('keeps every element that stays, when the oldest go', async () => {
    const { client, element, all, rendered } = await talking(50)
    element.maxMessages = 50
    await rendered()
    const [, second] = all('.message')
    client.receive('one more')
    await rendered()
    expect(all('.message')[0]).to.equal(second)
    expect(all('.message')).to.have.length(50)
  })

  it('leaves out of the drawing what is far out of sight, and knows its height', async () => {
    const { client, log, all, fromEnd, rendered } = await talking()
    for (let i = 0; i < 120; i++) {
      client.receive(`message ${i}`)
      await rendered()
      if (i % 10 === 9) await settled()
    }
    await settled()
    expect(fromEnd()).to.equal(0)
    const [first] = all('.words')
    expect(first?.checkVisibility({ contentVisibilityAuto: true })).to.equal(false)
    expect(all('.words').at(-1)?.checkVisibility({ contentVisibilityAuto: true })).to.equal(true)
    const height = log().scrollHeight
    log().scrollTo({ top: 0, behavior: 'instant' })
    await settled()
    expect(first?.checkVisibility({ contentVisibilityAuto: true })).to.equal(true)
    expect(log().scrollHeight).to.equal(height)
  })

  it('leaves somebody alone who reads further up, and counts what they miss', async () => {
    const { client, log, find, fromEnd, rendered } = await talking(40)
    log().scrollTo({ top: 100, behavior: 'instant' })
    await settled()
    await rendered()
    client.receive('one', 'two')
    await rendered()
    await settled()
    expect(log().scrollTop).to.equal(100)
    expect(find('.pill').textContent).to.contain('2 new messages')
    expect(client.state.unread.get()).to.equal(2)
    find('.pill').click()
    await rendered()
    await settled()
    expect(fromEnd()).to.equal(0)
    await rendered()
    expect(client.state.unread.get()).to.equal(0)
  })

  it('goes to the end for what one says oneself', async () => {
    const { element, log, fromEnd, rendered } = await talking(40)
    log().scrollTo({ top: 0, behavior: 'instant' })
    await settled()
    element.send('here')
    await rendered()
    await settled()
    expect(fromEnd()).to.equal(0)
  })

  it('counts what is missed, whatever it is made of', async () => {
    const { client, log, find, rendered } = await talking(40)
    log().scrollTo({ top: 100, behavior: 'instant' })
    await settled()
    await rendered()
    client.receive('👩‍👩‍👧‍👦', '🇮🇩 1️⃣', '‏شاي 3', '2')
    await rendered()
    expect(find('.pill').textContent).to.contain('4 new messages')
  })

  it('is one stop for Tab: what can be pressed is reached from its own message', async () => {
    const { client, element, all, rendered } = await talking()
    const lost = client.message({ from: 'me', n: 1, key: 'lost', state: 'failed', text: 'lost' })
    const links = ['https://tea.example/a https://tea.example/b', 'https://tea.example/c']
    client.set({ messages: [...links.map((text) => client.message({ text })), lost] })
    await rendered()
    const active = () => element.shadowRoot?.activeElement
    const name = () => active()?.textContent?.trim()
    const [first] = all('.message')
    element.shadowRoot?.querySelector<HTMLElement>('.log')?.focus()
    await sendKeys({ press: 'Tab' })
    expect(name(), 'past all of them').to.contain('Stop')
    first?.focus()
    await sendKeys({ press: 'Tab' })
    expect(name()).to.equal('https://tea.example/a')
    await sendKeys({ press: 'Tab' })
    expect(name()).to.equal('https://tea.example/b')
    await sendKeys({ press: 'ArrowDown' })
    expect(active()).to.equal(all('.message')[1])
    await sendKeys({ press: 'End' })
    await sendKeys({ press: 'Tab' })
    expect(name()).to.equal('Try again')
    await sendKeys({ press: 'Tab' })
    expect(name()).to.contain('Stop')
    await sendKeys({ down: 'Shift' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ up: 'Shift' })
    expect(active()?.getAttribute('aria-label'), 'the conversation itself').to.equal('Conversation')
  })

  it('asks before a link opens, with the place it leads to', async () => {
    const { element, client, find, all, button, rendered } = await talking()
    client.receive('https://tea.example/mint')
    await rendered()
    const link = find<HTMLAnchorElement>('.bubble a')
    expect(link.rel).to.equal('noopener noreferrer nofollow ugc')
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true })
    link.dispatchEvent(click)
    expect(click.defaultPrevented).to.equal(true)
    await rendered()
    expect(find<HTMLDialogElement>('dialog').open).to.equal(true)
    expect(find('.host').textContent).to.equal('tea.example')
    expect(find<HTMLAnchorElement>('dialog a').href).to.equal('https://tea.example/mint')
    button('Cancel').click()
    await settled()
    await rendered()
    expect(all('dialog')).to.deep.equal([])
    element.linkPolicy = 'text'
    await rendered()
    expect(all('.bubble a')).to.deep.equal([])
  })
})
