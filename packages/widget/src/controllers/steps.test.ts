import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { mount, unmount } from '../testing/mount.js'
import { DISARM_MS, nextStep, STALE_PRESS_MS } from './steps.js'

const TABLE = [
  ['idle', false, null],
  ['idle', true, null],
  ['searching', false, 'leave'],
  ['searching', true, 'leave'],
  ['chatting', false, 'arm'],
  ['chatting', true, 'end'],
  ['ended', false, 'again'],
  ['ended', true, 'again'],
] as const

for (const [phase, armed, step] of TABLE) {
  it(`${phase}${armed ? ', armed' : ''}: the next step is ${step}`, () => {
    expect(nextStep(phase, armed)).to.equal(step)
  })
}

async function talking() {
  const clock = new FakeClock()
  const mounted = await mount(clock)
  mounted.client.match()
  await mounted.rendered()
  mounted.field().focus()
  clock.advance(1_000)
  const esc = async () => {
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
  }
  return { clock, esc, ...mounted }
}

describe('Esc', () => {
  afterEach(unmount)

  it('steps from Stop over Really? to New chat, and the button says so', async () => {
    const { client, esc, find } = await talking()
    expect(find('.step').textContent).to.contain('Stop')
    await esc()
    expect(find('.step').textContent).to.contain('Really?')
    expect(client.called('stop')).to.deep.equal([])
    await esc()
    expect(client.state.end.get()?.reason).to.equal('you')
    expect(find('.step').textContent).to.contain('New chat')
    await esc()
    expect(client.state.phase.get()).to.equal('searching')
    await esc()
    expect(client.state.phase.get()).to.equal('idle')
  })

  it('keeps focus in the field all the way, so that typing goes on where it was', async () => {
    const { element, esc, field, client, rendered } = await talking()
    for (const phase of ['chatting', 'ended', 'searching']) {
      await esc()
      expect(client.state.phase.get()).to.equal(phase)
      expect(element.shadowRoot?.activeElement).to.equal(field())
    }
    client.match({ id: 'chat-b' })
    await rendered()
    expect(element.shadowRoot?.activeElement).to.equal(field())
  })

  for (const [how, act] of [
    ['a send', async ({ element }: Awaited<ReturnType<typeof talking>>) => element.send('hello')],
    ['a blur', async ({ field }: Awaited<ReturnType<typeof talking>>) => field().blur()],
    ['5 seconds', async ({ clock }: Awaited<ReturnType<typeof talking>>) => clock.advance(DISARM_MS)],
  ] as const) {
    it(`Really? goes back to Stop by ${how}`, async () => {
      const story = await talking()
      await story.esc()
      await act(story)
      await story.rendered()
      expect(story.find('.step').textContent).to.contain('Stop')
      expect(story.client.called('stop')).to.deep.equal([])
    })
  }

  it('pressed for a chat that the stranger has just ended does not start the next one', async () => {
    const { client, clock, esc } = await talking()
    client.over('left')
    clock.advance(STALE_PRESS_MS - 1)
    await esc()
    expect(client.state.phase.get()).to.equal('ended')
    clock.advance(1)
    await esc()
    expect(client.state.phase.get()).to.equal('searching')
  })

  it('held down is one press', async () => {
    const { client, field } = await talking()
    for (const repeat of [false, true, true, true]) {
      field().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', repeat, bubbles: true, composed: true }),
      )
    }
    expect(client.state.phase.get()).to.equal('chatting')
  })

  it('belongs to an IME while it composes', async () => {
    const { find, field, rendered } = await talking()
    field().dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, composed: true }),
    )
    await rendered()
    expect(find('.step').textContent).to.contain('Stop')
  })

  it('closes an armed Block first', async () => {
    const { find, esc, field, client } = await talking()
    find("[part~='button-block']").click()
    field().focus()
    await esc()
    expect(find("[part~='button-block']").textContent).to.contain('Block')
    expect(find('.step').textContent).to.contain('Stop')
    expect(client.called('block')).to.deep.equal([])
  })

  it('closes the gate', async () => {
    const { element, client, find, rendered } = await mount(new FakeClock())
    client.set({ gates: [{ kind: 'age', choices: [18] }] })
    await element.start()
    await rendered()
    find('input').focus()
    await sendKeys({ press: 'Escape' })
    await rendered()
    expect(find('[data-room]').dataset['room']).to.equal('welcome')
  })

  it('reaches the host page only when there was nothing to do', async () => {
    const reached: string[] = []
    const listen = (event: Event) => reached.push(event.type)
    document.addEventListener('keydown', listen)
    document.addEventListener('keyup', listen)
    try {
      const { find, client, esc, rendered } = await talking()
      await esc()
      expect(reached).to.deep.equal([])
      client.set({ phase: 'idle' })
      await rendered()
      find('input').focus()
      await esc()
      expect(reached).to.deep.equal(['keydown', 'keyup'])
    } finally {
      document.removeEventListener('keydown', listen)
      document.removeEventListener('keyup', listen)
    }
  })
})

describe('the key guard', () => {
  afterEach(unmount)

  it('keeps typing away from the host page, and lets combinations and Tab pass', async () => {
    const reached: string[] = []
    const listen = (event: KeyboardEvent) => reached.push(event.key)
    document.addEventListener('keydown', listen)
    try {
      await talking()
      await sendKeys({ type: 's?' })
      await sendKeys({ press: 'ArrowLeft' })
      expect(reached).to.deep.equal([])
      await sendKeys({ down: 'Control' })
      await sendKeys({ press: 'b' })
      await sendKeys({ up: 'Control' })
      await sendKeys({ press: 'Tab' })
      expect(reached.filter((key) => key !== 'Control')).to.deep.equal(['b', 'Tab'])
    } finally {
      document.removeEventListener('keydown', listen)
    }
  })

  it('keeps what edits a field as well, whatever letters the keyboard has', async () => {
    const reached: string[] = []
    const listen = (event: KeyboardEvent) => reached.push(event.key)
    document.addEventListener('keydown', listen)
    try {
      const { field } = await talking()
      const press = (target: Element, key: string, more: KeyboardEventInit) =>
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, ...more }))
      for (const [key, more] of [
        ['z', { ctrlKey: true }],
        ['Z', { metaKey: true, shiftKey: true }],
        ['ArrowLeft', { altKey: true }],
        ['Backspace', { ctrlKey: true }],
        ['я', { ctrlKey: true, code: 'KeyZ' }],
      ] as const)
        press(field(), key, more)
      expect(reached).to.deep.equal([])
      press(field(), 'л', { ctrlKey: true, code: 'KeyK' })
      press(field(), 'k', { ctrlKey: true, code: 'KeyV' })
      expect(reached).to.deep.equal(['л', 'k'])
    } finally {
      document.removeEventListener('keydown', listen)
    }
  })

  it('leaves to the page what is pressed in its own things, Esc too', async () => {
    const reached: string[] = []
    const listen = (event: KeyboardEvent) => reached.push(event.key)
    document.addEventListener('keydown', listen)
    try {
      const { element, client } = await talking()
      const own = document.createElement('input')
      own.slot = 'composer-end'
      element.append(own)
      own.focus()
      await sendKeys({ type: 'x' })
      await sendKeys({ press: 'Escape' })
      await sendKeys({ press: 'Escape' })
      expect(reached).to.deep.equal(['x', 'Escape', 'Escape'])
      expect(client.state.phase.get()).to.equal('chatting')
    } finally {
      document.removeEventListener('keydown', listen)
    }
  })
})
