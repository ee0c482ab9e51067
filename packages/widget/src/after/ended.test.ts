import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { Localize } from '../controllers/localize.js'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { fileName, transcript } from './save.js'

async function talked() {
  const clock = new FakeClock()
  const mounted = await mount(clock)
  mounted.client.match()
  mounted.client.receive('hello')
  await mounted.rendered()
  return { clock, ...mounted }
}

describe('the end', () => {
  afterEach(unmount)

  for (const [reason, sentence] of [
    ['left', 'They left. Your words went with them.'],
    ['you', 'You left. Your words went with you.'],
    ['lost', 'They lost their connection and didn’t come back.'],
    ['idle', 'The chat ended after a long silence.'],
    ['closed', 'The server closed this chat.'],
    ['server_lost', 'The server no longer knows this chat. What you see is your own copy.'],
  ] as const) {
    it(`${reason}: ${sentence}`, async () => {
      const { client, find, text, rendered } = await talked()
      client.over(reason)
      await rendered()
      expect(find('.end').textContent).to.contain(sentence)
      expect(text()).to.contain('hello')
    })
  }

  it('before a word was said is said differently', async () => {
    const { client, text, rendered } = await mount(new FakeClock())
    client.match()
    client.over('left')
    await rendered()
    expect(text()).to.contain('They left before a word was said.')
  })

  it('leads to the next stranger, to other wishes, or to nothing kept', async () => {
    const { client, clock, button, rendered } = await talked()
    client.over('left')
    clock.advance(1_000)
    await rendered()
    button('New chat').click()
    expect(client.state.phase.get()).to.equal('searching')
    client.match()
    client.receive('hello')
    client.over('left')
    await rendered()
    button('Change interests').click()
    expect(client.state.phase.get()).to.equal('idle')
    client.match()
    client.receive('hello')
    client.over('left')
    await rendered()
    button('Clear').click()
    expect(client.called('clear')).to.have.length(1)
    expect(client.state.phase.get()).to.equal('idle')
  })

  it('writes the conversation down as it was', () => {
    const stub = new StubClient()
    const words = new Localize()
    const text = transcript(
      [
        stub.message({ text: 'Good evening' }),
        stub.message({ from: 'me', text: 'Hello' }),
        stub.message({ from: 'me', text: 'lost', state: 'failed' }),
        stub.message({ from: 'server', kind: 'end', text: '' }),
      ],
      { t: words.t, clock: () => '20:15' },
    )
    expect(text).to.equal('[20:15] Stranger: Good evening\n[20:15] You: Hello\n')
    expect(fileName(stub.now)).to.match(/^stranger-chat-2026-11-2[123]\.txt$/)
  })

  it('saves to a file on the device', async () => {
    const { client, button, rendered } = await talked()
    client.over('left')
    await rendered()
    const saved: string[] = []
    const click = HTMLAnchorElement.prototype.click
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push(this.download, this.protocol)
    }
    try {
      button('Save').click()
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
    expect(saved[0]).to.match(/^stranger-chat-.*\.txt$/)
    expect(saved[1]).to.equal('blob:')
  })
})

describe('Block', () => {
  afterEach(unmount)

  it('is there without a menu from the first word to after the last', async () => {
    const { client, button, rendered } = await talked()
    expect(button('Block')).to.be.instanceOf(HTMLButtonElement)
    client.over('left')
    await rendered()
    expect(button('Block')).to.be.instanceOf(HTMLButtonElement)
  })

  it('asks once, then blocks, and says so', async () => {
    const { client, button, find, rendered } = await talked()
    button('Block').click()
    await rendered()
    expect(client.called('block')).to.deep.equal([])
    button('Block them?').click()
    await rendered()
    expect(client.called('block')).to.have.length(1)
    expect(find('.end').textContent).to.contain('Blocked. You won’t meet them again.')
    button('Blocked').click()
    expect(client.called('block')).to.have.length(1)
  })

  it('forgets the question after 5 s', async () => {
    const { client, clock, button, rendered } = await talked()
    button('Block').click()
    clock.advance(5_000)
    await rendered()
    button('Block').click()
    expect(client.called('block')).to.deep.equal([])
  })

  it('that did not go through can be tried again', async () => {
    const { client, button, text, rendered } = await talked()
    client.blocking = () => Promise.reject(new Error('offline'))
    button('Block').click()
    await rendered()
    button('Block them?').click()
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
    await rendered()
    expect(text()).to.contain('The block didn’t go through. Try it again.')
    expect(button('Block')).to.be.instanceOf(HTMLButtonElement)
  })
})
