import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { MOVE_MS } from './controllers/own-client.js'
import { define } from './define.js'
import { StrangerChat } from './stranger-chat.js'
import { settled } from './testing/show.js'
import { mount, type Mounted, unmount } from './testing/mount.js'
import { until } from './testing/report-scenes.js'
import { StubClient } from './testing/stub-client.js'

describe('the element', () => {
  afterEach(unmount)

  it('takes properties set before the first render, and methods called before it', async () => {
    const element = document.createElement('stranger-chat')
    element.stop()
    element.next()
    element.insertText('x')
    element.clear()
    element.focus()
    expect(element.send('x')).to.equal(false)
    await element.start()
    element.interests = ['tea']
    element.client = new StubClient()
    document.body.append(element)
    await element.updateComplete
    expect(element.shadowRoot?.querySelector('.chip')?.textContent).to.contain('tea')
    element.remove()
  })

  it('starts when it is told to in the turn that puts it into the page', async () => {
    const element = document.createElement('stranger-chat')
    const client = new StubClient()
    element.client = client
    document.body.append(element)
    await element.start()
    expect(client.called('start')).to.have.length(1)
    element.remove()
  })

  it('speaks the language of what is around it, out of a shadow root too', async () => {
    const place = document.createElement('div')
    place.lang = 'id'
    document.body.append(place)
    const inner = place.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
    const element = document.createElement('stranger-chat')
    element.client = new StubClient()
    inner.append(element)
    const spoken = () => element.shadowRoot?.querySelector('.panel')?.getAttribute('lang')
    // English until there are words in it.
    await element.updateComplete
    await until(element, '.panel[lang=id]')
    element.lang = 'en'
    await element.updateComplete
    expect(spoken()).to.equal('en')
    place.remove()
  })

  it('reads its attributes', async () => {
    const place = document.createElement('div')
    place.innerHTML = `<stranger-chat interests="tea, chess,tea" languages="en-GB id en" storage-key="left" max-messages="50"
      without-typing disabled theme="dark" look="classic" modes="text voice" label="Talk"></stranger-chat>`
    document.body.append(place)
    const element = place.firstElementChild
    if (!(element instanceof StrangerChat)) throw new Error('not upgraded')
    expect(element.interests).to.deep.equal(['tea', 'chess'])
    expect(element.languages).to.deep.equal(['en', 'id'])
    expect(element.modes).to.deep.equal(['text', 'voice'])
    expect([element.storageKey, element.maxMessages, element.withoutTyping]).to.deep.equal(['left', 50, true])
    place.remove()
  })

  it('fires typed events: the ones with words in them stay inside', async () => {
    const heard: string[] = []
    const listen = (event: Event) => heard.push(event.type)
    const types = [
      'sc-phase',
      'sc-connection',
      'sc-match',
      'sc-end',
      'sc-message',
      'sc-before-send',
      'sc-unread',
      'sc-error',
    ]
    for (const type of types) document.addEventListener(type, listen)
    const { element, client } = await mount(new FakeClock())
    const details: unknown[] = []
    element.addEventListener('sc-match', (event) => details.push(event.detail.interests))
    element.addEventListener('sc-message', (event) => details.push(event.detail.message.text))
    client.set({ connection: 'connecting' })
    client.match({ shared: ['tea'] })
    client.receive('hello')
    element.send('hello')
    // Behind a closed panel nobody sees what comes.
    element.layout = 'bubble'
    client.receive('unseen')
    await element.updateComplete
    client.set({ error: { code: 'busy', message: 'm', retryable: true, retryAfterMs: null, until: null } })
    client.over('left')
    for (const type of types) document.removeEventListener(type, listen)
    expect(details).to.deep.equal([['tea'], 'hello', 'unseen'])
    expect(heard).to.have.members([
      'sc-connection',
      'sc-phase',
      'sc-match',
      'sc-unread',
      'sc-error',
      'sc-phase',
      'sc-end',
    ])
  })

  it('shows the state to style sheets', async () => {
    const { element, client, rendered } = await mount(new FakeClock())
    expect(element.matches(':state(chatting)')).to.equal(false)
    client.match()
    await rendered()
    expect(element.matches(':state(chatting)')).to.equal(true)
    client.set({ connection: 'reconnecting' })
    client.over()
    await rendered()
    expect(element.matches(':state(ended):state(offline)')).to.equal(true)
  })

  it('takes no focus and does not scroll the page when it loads', async () => {
    const spacer = document.createElement('div')
    spacer.style.blockSize = '3000px'
    document.body.append(spacer)
    const { client, rendered } = await mount(new FakeClock())
    client.match()
    client.receive('hello')
    await rendered()
    await settled()
    expect(document.activeElement).to.equal(document.body)
    expect(window.scrollY).to.equal(0)
    spacer.remove()
  })

  it('keeps its client and its words when it is moved', async () => {
    const clock = new FakeClock()
    const { element, client, text, rendered } = await mount(clock)
    client.match()
    client.receive('hello')
    const place = document.createElement('div')
    document.body.append(place)
    place.append(element)
    clock.advance(MOVE_MS)
    await rendered()
    expect(text()).to.contain('hello')
    client.receive('still there')
    await rendered()
    expect(text()).to.contain('still there')
    place.remove()
  })

  it('lets go of everything once it is gone, and never closes a client it was given', async () => {
    const clock = new FakeClock()
    const { element, client } = await mount(clock)
    client.match()
    client.set({ hold: { since: clock.now(), graceMs: 30_000 } })
    expect(client.listeners).to.be.greaterThan(0)
    element.remove()
    clock.advance(MOVE_MS)
    expect(client.listeners).to.equal(0)
    // Lit draws what isn't in a page, too: that is no reason to take the client up again.
    await element.updateComplete
    element.label = 'still here'
    await element.updateComplete
    expect(client.listeners).to.equal(0)
    expect(client.called('close')).to.deep.equal([])
    expect(clock.pending).to.equal(0)
  })

  it('listens to no page that it has left while its panel was on its way', async () => {
    const listening = new Set<string>()
    const { addEventListener, removeEventListener } = document
    document.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listening.add(args[0])
      addEventListener.apply(document, args)
    }
    document.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listening.delete(args[0])
      removeEventListener.apply(document, args)
    }
    try {
      const element = document.createElement('stranger-chat')
      element.client = new StubClient()
      document.body.append(element)
      element.remove()
      await element.updateComplete
      await settled()
      await element.updateComplete
      expect([...listening]).to.deep.equal([])
    } finally {
      document.addEventListener = addEventListener
      document.removeEventListener = removeEventListener
    }
  })

  it('asks nothing of the network or of storage before somebody presses Start', async () => {
    const sockets: unknown[] = []
    const real = window.WebSocket
    const keys = () =>
      [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) =>
        key.startsWith('stranger-chat'),
      )
    window.WebSocket = class extends EventTarget {
      constructor(...args: unknown[]) {
        super()
        sockets.push(args[0])
      }
      close() {}
      send() {}
    } as unknown as typeof WebSocket
    try {
      const element = document.createElement('stranger-chat')
      element.server = 'https://chat.example'
      const clock = new FakeClock()
      element.timing = clock
      document.body.append(element)
      await element.updateComplete
      expect(element.shadowRoot?.textContent).to.contain('Start talking')
      expect(sockets).to.deep.equal([])
      expect(keys()).to.deep.equal([])
      void element.start()
      await element.updateComplete
      expect(sockets).to.deep.equal(['wss://chat.example/ws'])
      element.remove()
      clock.advance(MOVE_MS)
    } finally {
      window.WebSocket = real
      for (const key of keys()) {
        localStorage.removeItem(key)
        sessionStorage.removeItem(key)
      }
    }
  })

  it('says so when it has no server', async () => {
    const element = document.createElement('stranger-chat')
    document.body.append(element)
    await element.updateComplete
    expect(element.shadowRoot?.textContent).to.contain('No chat server is set.')
    element.remove()
  })

  it('shows its light children until it is ready and not after', async () => {
    const { element } = await mount(new FakeClock())
    element.append('no JavaScript here')
    expect(element.shadowRoot?.querySelector('slot:not([name])')).to.equal(null)
  })

  it('fetches nothing of what no page asked for, and names itself private to recorders', async () => {
    const { client, find, rendered } = await mount(new FakeClock())
    client.match()
    client.receive('hello')
    await rendered()
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name)
    expect(fetched.filter((name) => /\/(notify|keyboard)\//.test(name))).to.deep.equal([])
    // By the names that the recorders' own guides give.
    for (const mark of ['.fs-mask', '.ph-no-capture', '.rr-mask', '[data-private]', '[data-sentry-mask]'])
      expect(find('.words').closest(mark), mark).to.not.equal(null)
  })

  it('runs twice in one page without knowing of itself', async () => {
    const clock = new FakeClock()
    const one = await mount(clock)
    const two = await mount(clock, { lang: 'id' })
    one.client.match()
    await one.rendered()
    expect(one.text()).to.contain('With a stranger')
    expect(two.text()).to.not.contain('With a stranger')
  })
})

describe('five elements in one page', () => {
  afterEach(unmount)

  it('are five: each has its own stranger, draft, language and end', async () => {
    const clock = new FakeClock()
    const all: Mounted[] = []
    for (const lang of ['en', 'id', 'de', 'fr', 'ja']) all.push(await mount(clock, { lang }))
    for (const [i, { client, element, rendered }] of all.entries()) {
      client.match()
      client.receive(`only to ${i}`)
      await rendered()
      element.insertText(`draft of ${i}`)
      await rendered()
    }
    for (const [i, { text, field }] of all.entries()) {
      expect(text().match(/only to \d/g)).to.deep.equal([`only to ${i}`])
      expect(field().value).to.equal(`draft of ${i}`)
    }
    const [one, two, ...rest] = all
    one?.element.remove()
    two?.client.over('left')
    clock.advance(10_000)
    for (const { element, client, rendered, field } of rest) {
      client.receive('still there')
      await rendered()
      expect(element.phase).to.equal('chatting')
      expect(element.messages).to.have.length(2)
      expect(field().value).to.match(/^draft of/)
    }
  })
})

describe('an element whose panel is on its way', () => {
  afterEach(unmount)

  const coming = (options: Partial<StrangerChat> = {}, client = new StubClient()) => {
    const element = document.createElement('stranger-chat')
    Object.assign(element, { client, timing: new FakeClock(), ...options })
    const place = document.createElement('div')
    document.body.append(place)
    place.append(element)
    const settle = async () => {
      await element.updateComplete
      await settled()
      await element.updateComplete
    }
    return { element, client, place, settle, starts: () => client.called('start').length }
  }

  it('looks for nobody after a stop', async () => {
    const { element, place, settle, starts } = coming()
    const started = element.start()
    element.next()
    element.stop()
    await started
    await settle()
    expect(starts()).to.equal(0)
    await element.start()
    expect(starts()).to.equal(1)
    place.remove()
  })

  it('looks for somebody once, however often it is told to', async () => {
    const { element, place, settle, client } = coming()
    void element.start({ interests: ['tea'] })
    element.stop()
    element.next({ interests: ['chess'] })
    await element.start({ interests: ['trains'] })
    await settle()
    const wishes = client.called('start').map(([options]) => (options as { interests: unknown }).interests)
    expect(wishes).to.deep.equal([['trains']])
    place.remove()
  })

  it('looks for nobody once it has left the page', async () => {
    const { element, place, settle, starts } = coming()
    const started = element.start()
    element.remove()
    await started
    await settle()
    expect(starts()).to.equal(0)
    place.remove()
  })

  it('looks for nobody either where it had just taken its client when it left', async () => {
    const { element, client, place, settle, starts } = coming()
    const { on } = client
    const leaving: typeof on = (type, listener) => {
      queueMicrotask(() => element.remove())
      return on(type, listener)
    }
    Object.assign(client, { on: leaving })
    await element.start()
    await settle()
    expect([element.isConnected, starts()]).to.deep.equal([false, 0])
    place.remove()
  })

  it('looks for somebody where it was only moved', async () => {
    const { element, place, starts } = coming()
    const started = element.start()
    place.prepend(element)
    await started
    expect(starts()).to.equal(1)
    place.remove()
  })

  it('looks for nobody behind a bubble that was closed', async () => {
    const { element, place, settle, starts } = coming({ layout: 'bubble', open: true })
    while (!element.shadowRoot?.querySelector('dialog')) await Promise.resolve()
    void element.start()
    element.close()
    await settle()
    expect(starts()).to.equal(0)
    place.remove()
  })

  it('looks for nobody behind a bubble that was closed while the line came up', async () => {
    const client = new StubClient({ gates: null, connection: 'offline' })
    const { element, place, settle, starts } = coming({ layout: 'bubble', open: true }, client)
    await element.updateComplete
    let isUp = (): void => {}
    Object.assign(client, { connect: () => new Promise<void>((resolve) => (isUp = resolve)) })
    const started = element.start()
    element.close()
    await settle()
    client.set({ gates: [], connection: 'online' })
    isUp()
    await started
    expect(starts()).to.equal(0)
    place.remove()
  })

  it('keeps what is put into its composer', async () => {
    const client = new StubClient()
    client.match()
    const { element, place, settle } = coming({}, client)
    element.insertText('Hello')
    element.insertText(' there')
    await settle()
    expect(element.shadowRoot?.querySelector('textarea')?.value).to.equal('Hello there')
    place.remove()
  })

  it('takes the focus it was told to take, unless that went elsewhere meanwhile', async () => {
    for (const elsewhere of [false, true]) {
      const client = new StubClient()
      client.match()
      const { element, place, settle } = coming({}, client)
      const other = place.appendChild(document.createElement('button'))
      element.focus()
      if (elsewhere) other.focus()
      await settle()
      const focused = [document.activeElement, element.shadowRoot?.activeElement]
      expect(focused.map((one) => one?.tagName)).to.deep.equal(
        elsewhere ? ['BUTTON', undefined] : ['STRANGER-CHAT', 'TEXTAREA'],
      )
      place.remove()
    }
  })
})

describe('define', () => {
  it('leaves a taken tag alone, and says once when it is another version', () => {
    const warnings: unknown[] = []
    const warn = console.warn
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '))
    try {
      define()
      expect(warnings).to.deep.equal([])
      customElements.define(
        'old-chat',
        class extends HTMLElement {
          static readonly version = '0.0.0-old'
        },
      )
      define('old-chat')
      define('old-chat')
      expect(warnings).to.have.length(1)
      expect(warnings[0]).to.contain('0.0.0-old')
      define('another-chat')
      expect(document.createElement('another-chat')).to.be.instanceOf(StrangerChat)
    } finally {
      console.warn = warn
    }
  })
})
