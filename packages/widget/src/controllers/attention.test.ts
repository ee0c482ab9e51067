import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { QUIET_MS } from '../notify/notify.js'
import type { StrangerChat } from '../stranger-chat.js'
import { mount, unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import { Chime } from './chime.js'

/** The page is hidden, or shown again. */
function hide(hidden: boolean): void {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    get: () => (hidden ? 'hidden' : 'visible'),
  })
  document.dispatchEvent(new Event('visibilitychange'))
}

async function talking(options: Partial<StrangerChat> = {}) {
  const clock = new FakeClock()
  const mounted = await mount(clock, options)
  const counts: number[] = []
  mounted.element.addEventListener('sc-unread', ({ detail }) => counts.push(detail.count))
  mounted.client.match()
  await mounted.rendered()
  const turn = async (hidden: boolean) => {
    hide(hidden)
    await mounted.rendered()
  }
  const receive = async (...texts: string[]) => {
    mounted.client.receive(...texts)
    await mounted.rendered()
  }
  const isUnread = () => mounted.element.matches(':state(unread)')
  return { clock, counts, turn, receive, isUnread, ...mounted }
}

describe('what nobody has seen', () => {
  afterEach(() => {
    unmount()
    hide(false)
  })

  for (const layout of ['inline', 'page'] as const) {
    it(`${layout}: is counted while the page is hidden, and read when it is shown`, async () => {
      const { element, counts, turn, receive, isUnread } = await talking({ layout })
      await turn(true)
      await receive('one')
      await receive('two', 'three')
      expect([element.unread, isUnread(), counts]).to.deep.equal([3, true, [1, 3]])
      await turn(false)
      expect([element.unread, isUnread(), counts]).to.deep.equal([0, false, [1, 3, 0]])
    })

    it(`${layout}: is nothing while somebody looks, and nothing is told of it`, async () => {
      const { element, counts, receive, isUnread } = await talking({ layout })
      await receive('one')
      await receive('two')
      expect([element.unread, isUnread(), counts]).to.deep.equal([0, false, []])
    })
  }

  it('is what came further down while somebody reads further up', async () => {
    const { element, counts, receive, find, rendered } = await talking()
    await receive(...Array.from({ length: 40 }, (_, i) => `message ${i}`))
    await settled()
    find('.log').scrollTo({ top: 0, behavior: 'instant' })
    await settled()
    await rendered()
    await receive('one')
    expect([element.unread, counts]).to.deep.equal([1, [1]])
  })
})

describe('the badge in the title', () => {
  let before = ''
  beforeEach(() => {
    before = document.title
    document.title = 'Tea'
  })
  afterEach(() => {
    unmount()
    hide(false)
    document.title = before
  })

  it('is none unless the page asks for it', async () => {
    const { turn, receive } = await talking()
    await turn(true)
    await receive('one', 'two')
    expect(document.title).to.equal('Tea')
  })

  it('counts while the page is hidden, and goes when somebody looks', async () => {
    const { turn, receive } = await talking({ titleBadge: true })
    await receive('seen')
    expect(document.title).to.equal('Tea')
    await turn(true)
    await receive('one', 'two')
    expect(document.title).to.equal('(2)\u00a0Tea')
    await turn(false)
    expect(document.title).to.equal('Tea')
  })

  it('counts while the bubble is closed', async () => {
    const { element, receive, rendered } = await talking({ titleBadge: true, layout: 'bubble', open: true })
    element.close()
    await rendered()
    await receive('one')
    expect(document.title).to.equal('(1)\u00a0Tea')
    element.show()
    await rendered()
    expect(document.title).to.equal('Tea')
  })

  it('goes with the attribute, and with the element', async () => {
    const { element, turn, receive, rendered } = await talking({ titleBadge: true })
    await turn(true)
    await receive('one')
    expect(document.title).to.equal('(1)\u00a0Tea')
    element.titleBadge = false
    await rendered()
    expect(document.title).to.equal('Tea')
    element.titleBadge = true
    await rendered()
    expect(document.title).to.equal('(1)\u00a0Tea')
    element.remove()
    expect(document.title).to.equal('Tea')
  })

  it('is one number for two elements', async () => {
    const one = await talking({ titleBadge: true, storageKey: 'one' })
    const two = await talking({ titleBadge: true, storageKey: 'two' })
    hide(true)
    await one.receive('one')
    await two.receive('two', 'three')
    expect(document.title).to.equal('(3)\u00a0Tea')
    two.element.remove()
    expect(document.title).to.equal('(1)\u00a0Tea')
  })
})

describe('sounds', () => {
  const { play } = Chime.prototype
  const ready = Object.getOwnPropertyDescriptor(Chime.prototype, 'ready')
  let played: number[] = []
  before(() => {
    // What a person hears is theirs to say; what is asked of the browser is heard here.
    Object.defineProperty(Chime.prototype, 'ready', {
      configurable: true,
      get(this: Chime) {
        return this.on
      },
    })
    Chime.prototype.play = (notes) => void played.push(notes?.length ?? 2)
  })
  beforeEach(() => (played = []))
  afterEach(() => {
    unmount()
    hide(false)
  })
  after(() => {
    Chime.prototype.play = play
    if (ready) Object.defineProperty(Chime.prototype, 'ready', ready)
  })

  /** A lock is given in a turn of its own, and this answer comes after it. */
  const heard = async () => {
    await navigator.locks.query()
    await new Promise((resolve) => setTimeout(resolve))
  }
  const loud = async (options: Partial<StrangerChat> = {}) => {
    const key = `key-${Math.trunc(performance.now() * 1_000)}`
    const mounted = await talking({ sounds: true, storageKey: key, ...options })
    // A person has pressed something, and what was heard of the match is over.
    mounted.field().focus()
    await sendKeys({ press: 'a' })
    await heard()
    mounted.clock.advance(QUIET_MS)
    await heard()
    played = []
    return mounted
  }

  it('are none unless the page asks for them', async () => {
    const { turn, receive, all } = await loud({ sounds: false })
    await turn(true)
    await receive('one')
    await heard()
    expect([played, all('.sounds').length]).to.deep.equal([[], 0])
  })

  it('are one note for a message nobody looks at, and none for one that is seen', async () => {
    const { turn, receive } = await loud()
    await receive('seen')
    await heard()
    expect(played).to.deep.equal([])
    await turn(true)
    await receive('one')
    await heard()
    expect(played).to.deep.equal([1])
  })

  it('are one for a burst', async () => {
    const { clock, turn, receive } = await loud()
    await turn(true)
    await receive('one', 'two', 'three')
    await receive('four')
    await heard()
    expect(played).to.deep.equal([1])
    clock.advance(QUIET_MS)
    await heard()
    await receive('five')
    await heard()
    expect(played).to.deep.equal([1, 1])
  })

  it('are two notes for somebody who came, whether or not anybody looks', async () => {
    const { client, rendered } = await loud()
    client.over('left')
    client.match({ id: 'chat-b' })
    await rendered()
    await heard()
    expect(played).to.deep.equal([2])
  })

  it('come of a closed bubble', async () => {
    const { element, receive, rendered } = await loud({ layout: 'bubble', open: true })
    element.close()
    await rendered()
    await receive('one')
    await heard()
    expect(played).to.deep.equal([1])
  })

  it('come from one of two elements of one key', async () => {
    const one = await loud({ storageKey: 'same' })
    const two = await loud({ storageKey: 'same' })
    hide(true)
    await one.receive('one')
    await two.receive('two')
    await heard()
    expect(played).to.deep.equal([1])
    one.clock.advance(QUIET_MS)
    two.clock.advance(QUIET_MS)
    await heard()
  })

  it('are turned off, and on again, where they are on; nothing of it is kept', async () => {
    const { turn, receive, button, rendered, clock } = await loud()
    const kept = JSON.stringify([localStorage, sessionStorage])
    expect(button('Sounds').getAttribute('aria-pressed')).to.equal('true')
    button('Sounds').click()
    await rendered()
    expect(button('Sounds').getAttribute('aria-pressed')).to.equal('false')
    await turn(true)
    await receive('one')
    await heard()
    expect(played).to.deep.equal([])
    button('Sounds').click()
    await rendered()
    await receive('two')
    await heard()
    expect(played).to.deep.equal([1])
    expect(JSON.stringify([localStorage, sessionStorage])).to.equal(kept)
    clock.advance(QUIET_MS)
  })
})

describe('a chime', () => {
  it('is ready for nothing once it is off', () => {
    const chime = new Chime()
    expect(chime.ready).to.equal(false)
    chime.set(true)
    expect(chime.on).to.equal(true)
    chime.set(false)
    expect([chime.on, chime.ready]).to.deep.equal([false, false])
  })
})
