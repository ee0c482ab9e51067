import { FakeClock } from '@stranger-chat/core/testing'
import type { ClientError } from '@stranger-chat/core'
import { expect } from '@open-wc/testing'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { unusable } from './place.js'

const error = (code: ClientError['code'], more: Partial<ClientError> = {}): ClientError => ({
  code,
  message: 'The server’s own words.',
  retryable: true,
  retryAfterMs: null,
  until: null,
  ...more,
})

describe('a server that can not be used', () => {
  const secure = { origin: 'https://page.example', base: 'https://page.example/a/', secure: true }
  const plain = { origin: 'http://page.example', base: 'http://page.example/a/', secure: false }
  for (const [server, place, why] of [
    [null, plain, 'none'],
    ['', plain, 'none'],
    ['http://', plain, 'none'],
    ['http://chat.example', secure, 'insecure'],
    ['http://localhost:8787', secure, null],
    ['http://127.0.0.1:8787', secure, null],
    ['https://chat.example', secure, null],
    ['/', secure, null],
    ['http://chat.example', plain, null],
  ] as const) {
    it(`${JSON.stringify(server)} on ${place.origin}: ${why ?? 'is fine'}`, () => {
      expect(unusable(server, place)).to.equal(why)
    })
  }
})

describe('what ends the connection', () => {
  afterEach(unmount)

  for (const [code, title, action] of [
    ['origin', `This server doesn’t accept pages from ${location.origin}.`, 'Try again'],
    ['superseded', 'Your chat is open in another tab.', 'Bring it back here'],
    ['forbidden', 'The server refused this page.', 'Try again'],
    ['flooding', 'Too much came from here at once, so the server hung up.', 'Try again'],
    ['bad_token', 'The connection ended.', 'Try again'],
  ] as const) {
    it(`${code}: ${title}`, async () => {
      const { client, find, button } = await mount(
        new FakeClock(),
        {},
        new StubClient({ connection: 'closed', error: error(code) }),
      )
      expect(find('h2').textContent).to.equal(title)
      button(action).click()
      expect(client.called('reconnect')).to.have.length(1)
    })
  }

  it('banned: what, why, until when', async () => {
    const until = 1_795_464_900_000
    const closed = new StubClient({ connection: 'closed', error: error('banned', { until }) })
    const { text } = await mount(new FakeClock(), {}, closed)
    expect(text()).to.contain('You can’t chat here for now.')
    expect(text()).to.contain('The server’s own words.')
    expect(text()).to.contain('November 2')
  })
})

describe('a server that is full', () => {
  afterEach(unmount)

  it('says so under Start, with the time of the next try, and offers no way to push in', async () => {
    const clock = new FakeClock()
    const full = new StubClient({ gates: null, connection: 'offline' })
    Object.assign(full, { connect: () => new Promise(() => undefined) })
    const { client, find, button, rendered } = await mount(clock, {}, full)
    button('Start talking').click()
    client.set({
      connection: 'connecting',
      error: error('over_capacity', { retryAfterMs: 12_000 }),
      retryAt: clock.now() + 12_000,
    })
    await rendered()
    const status = find('[part=status]')
    expect(status.textContent).to.contain('There is no room right now.')
    expect(status.textContent).to.contain('Next try in 12')
    expect(status.querySelector('button')).to.equal(null)
  })
})

describe('the passing line', () => {
  afterEach(unmount)

  const talking = async () => {
    const clock = new FakeClock()
    const mounted = await mount(clock)
    mounted.client.match()
    await mounted.rendered()
    return {
      clock,
      strip: () => mounted.all('.strip').map((line) => line.textContent?.replace(/\s+/g, ' ').trim()),
      ...mounted,
    }
  }

  it('counts down while the line is down, and offers to try now', async () => {
    const { clock, client, button, strip, rendered } = await talking()
    client.set({ hold: { since: clock.now(), graceMs: 30_000 }, connection: 'reconnecting' })
    await rendered()
    expect(strip()).to.deep.equal(['Connection lost. Your chat is held for 30 seconds. Try now'])
    clock.advance(12_000)
    await rendered()
    expect(strip()).to.deep.equal(['Connection lost. Your chat is held for 18 seconds. Try now'])
    clock.advance(30_000)
    await rendered()
    expect(strip()).to.deep.equal(['Connection lost. Still trying. Try now'])
    button('Try now').click()
    expect(client.called('reconnect')).to.have.length(1)
  })

  it('tells of a stranger who is away, and of their return', async () => {
    const { clock, client, strip, rendered } = await talking()
    const chat = client.state.chat.get()
    if (!chat) throw new Error('no chat')
    client.set({ chat: { ...chat, present: false, away: { since: clock.now(), graceMs: 30_000 } } })
    await rendered()
    expect(strip()).to.deep.equal(['They are away. Their seat is held for 30 seconds.'])
    client.set({ chat })
    await rendered()
    expect(strip()).to.deep.equal(['They are back.'])
    clock.advance(10_000)
    await rendered()
    expect(strip()).to.deep.equal([])
  })

  it('counts nothing down for a stranger who only looks away', async () => {
    const { clock, client, find, strip, rendered } = await talking()
    const chat = client.state.chat.get()
    if (!chat) throw new Error('no chat')
    client.set({ chat: { ...chat, away: { since: clock.now(), graceMs: null } } })
    await rendered()
    expect(strip()).to.deep.equal(['They are away. You can still write.'])
    expect(find('.state').textContent).to.equal('They are away')
    expect(find('.header .seam').dataset['seam']).to.equal('held')
    clock.advance(60_000)
    await rendered()
    expect(strip(), 'as long as it lasts').to.deep.equal(['They are away. You can still write.'])
    client.set({ chat: { ...chat, present: false, away: { since: clock.now(), graceMs: 30_000 } } })
    await rendered()
    expect(strip()).to.deep.equal(['They are away. Their seat is held for 30 seconds.'])
    client.set({ chat: { ...chat, away: { since: clock.now(), graceMs: null } } })
    await rendered()
    expect(strip()).to.deep.equal(['They are away. You can still write.'])
    client.set({ chat })
    await rendered()
    expect(strip()).to.deep.equal(['They are back.'])
    expect(find('.state').textContent).to.equal('With a stranger')
  })

  it('says how long to wait after too much haste', async () => {
    const { clock, client, strip, rendered } = await talking()
    client.set({ error: error('rate_limited', { retryAfterMs: 3_000 }) })
    await rendered()
    expect(strip()).to.deep.equal(['That was too fast. It goes on in 3 seconds.'])
    clock.advance(3_000)
    await rendered()
    expect(strip()).to.deep.equal([])
  })

  it('hands on the operator’s words', async () => {
    const { client, strip, rendered } = await talking()
    client.emit('notice', { level: 'info', code: 'drain', text: null, action: null })
    await rendered()
    expect(strip()).to.deep.equal(['The server is restarting. Your chat goes on.'])
    client.emit('notice', { level: 'info', code: 'moved', text: 'We move tonight.', action: null })
    await rendered()
    expect(strip()).to.deep.equal(['We move tonight.'])
  })
})
