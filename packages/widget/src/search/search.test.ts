import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { mount, unmount } from '../testing/mount.js'
import { StubClient } from '../testing/stub-client.js'
import { LONELY_MS, WIDER_MS } from '../after/waiting.js'

async function searching(options = {}, values: ConstructorParameters<typeof StubClient>[0] = {}) {
  const clock = new FakeClock()
  const client = new StubClient(values)
  const mounted = await mount(clock, options, client)
  client.now = clock.now()
  await mounted.element.start()
  await mounted.rendered()
  const pass = async (ms: number) => {
    clock.advance(ms)
    await mounted.rendered()
  }
  const queued = async (change: object) => {
    const search = client.state.search.get()
    if (search) client.set({ search: { ...search, ...change } })
    await mounted.rendered()
  }
  return { clock, pass, queued, ...mounted }
}

const wishes = { interests: ['tea', 'chess'] }

describe('a search', () => {
  afterEach(unmount)

  it('says what is looked for and for how long', async () => {
    const { text, pass } = await searching(wishes)
    expect(text()).to.contain('Looking for someone who likes tea or chess.')
    expect(text()).to.contain('Just a moment.')
    await pass(8_000)
    expect(text()).to.contain('Waiting for 5 seconds.')
  })

  it('offers to search wider after 15 s, once, and keeps the time that has passed', async () => {
    const { text, pass, client, all, button } = await searching(wishes)
    await pass(WIDER_MS - 1)
    expect(() => button('Search wider')).to.throw()
    await pass(1_000)
    button('Search wider').click()
    await pass(0)
    expect(client.called('start')[1]).to.deep.equal([
      { mode: 'text', interests: [], languages: ['en'], facts: {} },
    ])
    expect(text()).to.contain('Looking for someone to talk to.')
    expect(text()).to.contain('Waiting for 15 seconds.')
    expect(all('.stage button')).to.deep.equal([])
  })

  it('says what has given way by itself', async () => {
    const { text, queued } = await searching(wishes)
    await queued({ relaxed: ['interests', 'languages'] })
    expect(text()).to.contain('Shared interests no longer decide. Any language now.')
  })

  it('tells numbers from ten on only', async () => {
    const { text, queued } = await searching()
    await queued({ waiting: 9 })
    expect(text()).to.not.contain('waiting.')
    await queued({ waiting: 10 })
    expect(text()).to.contain('10 people are waiting.')
  })

  it('knows when the only other person is the same one', async () => {
    const { text, queued } = await searching()
    await queued({ reason: 'only_you' })
    expect(text()).to.contain('The only other person here is you.')
    expect(text()).to.contain('To test, open a private window.')
  })

  it('admits after 45 s that nobody is here, with ways on', async () => {
    const { text, pass } = await searching({}, { hours: 'Fridays, 20:00 UTC' })
    await pass(LONELY_MS - 1)
    expect(text()).to.not.contain('Nobody')
    await pass(1_000)
    expect(text()).to.contain('Nobody else is here right now.')
    expect(text()).to.contain('People meet here: Fridays, 20:00 UTC')
    expect(text()).to.contain('Play a chime when someone comes')
  })

  it('does not say that nobody is here while somebody is', async () => {
    const { text, pass, queued } = await searching()
    await queued({ waiting: 3 })
    await pass(LONELY_MS)
    expect(text()).to.contain('Nobody who fits is here right now.')
  })

  it('stops, and is the welcome again', async () => {
    const { client, button, find, rendered } = await searching()
    button('Stop').click()
    await rendered()
    expect(client.state.phase.get()).to.equal('idle')
    expect(find('[data-room]').dataset['room']).to.equal('welcome')
  })
})

describe('a match', () => {
  afterEach(unmount)

  for (const [chat, sentence] of [
    [{ shared: ['tea'] }, 'You both like tea.'],
    [{ shared: ['tea', 'chess', 'bread'] }, 'You both like tea, chess, and bread.'],
    [{ met: true }, 'You two have met before.'],
    [{}, 'You’ve met someone.'],
  ] as const) {
    it(sentence, async () => {
      const { client, find, all, rendered } = await searching()
      const seam = find('.stage .seam')
      client.match(chat)
      await rendered()
      expect(find('.stage h2').textContent).to.equal(sentence)
      expect(all('.openers button')).to.have.length(3)
      // The same drawing goes from apart to drawn: the line is seen to draw.
      expect(find('.stage .seam')).to.equal(seam)
      expect(seam.dataset['seam']).to.equal('drawn')
    })
  }
})
