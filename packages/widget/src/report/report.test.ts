import { FakeClock } from '@stranger-chat/core/testing'
import { StrangerChatError } from '@stranger-chat/core'
import { REASONS, REPORT } from '@stranger-chat/core/api'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import id from '../locales/id.js'
import { report as receipt, statement } from '../testing/cast.js'
import { described, pasted } from '../testing/fields.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { unreachable, until } from '../testing/report-scenes.js'
import { StubClient } from '../testing/stub-client.js'
import words from '../locales/report/en.js'

const talked = async (client = new StubClient(), options: Parameters<typeof mount>[1] = {}) => {
  const mounted = await mount(new FakeClock(), options, client)
  client.match({ id: 'chat-0001' })
  client.receive('Good evening', 'something rude', 'something worse')
  await mounted.rendered()
  return mounted
}
const opened = async ({ element, button, rendered }: Mounted, name = 'Report') => {
  button(name).click()
  await until(element, 'dialog[open]')
  await rendered()
}
const chosen = async (mounted: Mounted, reason: string) => {
  await opened(mounted)
  reasonButton(mounted, reason).click()
  await mounted.rendered()
}
const reasonButton = ({ all }: Mounted, reason: string): HTMLElement => {
  const found = all('.reason').find((one) => one.textContent?.includes(reason))
  if (!found) throw new Error(`no reason says ${reason}`)
  return found
}
const rows = ({ all }: Mounted) => all('.entry').map((row) => row.textContent?.replace(/\s+/g, ' ').trim())
/** The browser says that a dialog was closed a moment after it was. */
const closed = ({ element }: Mounted) => until(element, '.panel:not(:has(dialog))')
/** After whatever was promised was answered. */
const answered = async ({ rendered }: Mounted) => {
  await new Promise((resolve) => setTimeout(resolve))
  await rendered()
}

describe('Report', () => {
  afterEach(unmount)

  it('is there without a menu from the first word to after the last, and later for the last chat', async () => {
    const mounted = await talked()
    const { client, button, rendered } = mounted
    expect(button('Report')).to.be.instanceOf(HTMLButtonElement)
    client.over('left')
    await rendered()
    expect(button('Report')).to.be.instanceOf(HTMLButtonElement)
    client.stop()
    await rendered()
    expect(button('Report the last chat')).to.be.instanceOf(HTMLButtonElement)
    await mounted.element.start()
    await rendered()
    await opened(mounted, 'Report the last chat')
  })

  it('asks what happened, with what can’t wait first', async () => {
    const mounted = await talked()
    await opened(mounted)
    const shown = mounted.all('.reason').map((one) => one.firstElementChild?.textContent)
    expect(shown).to.have.length(REASONS.length)
    expect(shown.slice(0, 2)).to.deep.equal(['Someone under age', 'Someone may hurt themselves'])
  })

  it('shows the signals of a call as one line, and the words between them as they are', async () => {
    const mounted = await talked()
    const { client } = mounted
    const whole = client.preview.bind(client)
    Object.assign(client, {
      preview: (which: Parameters<typeof whole>[0]) => {
        const found = whole(which)
        const entries = found?.entries ?? []
        const signal = (offset: number) => ({ ...entries[0], offset, kind: 'signal', text: null })
        return { ...found, entries: [...entries, signal(90), signal(91), signal(92)] }
      },
    })
    await chosen(mounted, 'Harassment')
    expect(rows(mounted).map((row) => row?.replace(/ \d+:\d\d.*$/, ''))).to.deep.equal([
      'Stranger: Good evening',
      'Stranger: something rude',
      'Stranger: something worse',
      '3 signals of the call, as fingerprints only',
    ])
  })

  it('shows what will be sent, takes picks and a note, and sends just that', async () => {
    const mounted = await talked()
    const { client, all, find, button, rendered, text } = mounted
    await chosen(mounted, 'Harassment')
    expect(rows(mounted).map((row) => row?.replace(/ \d+:\d\d.*$/, ''))).to.deep.equal([
      'Stranger: Good evening',
      'Stranger: something rude',
      'Stranger: something worse',
    ])
    all('.entry input')[1]?.click()
    all('.entry input')[2]?.click()
    all('.entry input')[2]?.click()
    const note = find<HTMLTextAreaElement>('#report-note')
    note.value = 'Twice.'
    note.dispatchEvent(new Event('input'))
    await rendered()
    expect(text()).to.contain('Sending ends the chat and blocks them: you won’t meet again.')
    button('Send report').click()
    await answered(mounted)
    expect(client.called('report')).to.deep.equal([
      [{ reason: 'harassment', chat: 'current', picked: [2], note: 'Twice.' }],
    ])
    expect(find('dialog').textContent).to.contain('Reported. Case 7K3M-92QD.')
    expect(find('dialog').textContent).to.contain('They won’t be told who reported them.')
    button('Close').click()
    await closed(mounted)
    expect(button('Reported').ariaDisabled).to.equal('true')
    expect(button('Blocked').ariaDisabled).to.equal('true')
    expect(text()).to.contain('Reported and blocked. You won’t meet them again.')
    expect(text()).not.to.contain('Your words went with you')
  })

  it('holds a note that is too long, counts it, and says why it isn’t sent', async () => {
    const mounted = await talked()
    const { client, find, button, rendered, element } = mounted
    await chosen(mounted, 'Harassment')
    pasted(find('#report-note'), 'x'.repeat(REPORT.note + 12))
    await rendered()
    expect(find<HTMLTextAreaElement>('#report-note').value).to.have.length(REPORT.note + 12)
    expect(described(find('#report-note'))).to.equal('12 characters too many')
    button('Send report').click()
    await rendered()
    expect(find('dialog [role=alert]').textContent).to.equal(
      'Too long to be sent as it is. Please shorten it.',
    )
    expect(element.shadowRoot?.activeElement?.id).to.equal('report-note')
    expect(client.called('report')).to.deep.equal([])
    // As whoever reads it counts, and as the composer does: one flag is one character.
    pasted(find('#report-note'), `${'x'.repeat(REPORT.note - 1)}🇮🇩`)
    await rendered()
    expect(described(find('#report-note'))).to.equal('1 character too many')
    pasted(find('#report-note'), 'x'.repeat(REPORT.note))
    await rendered()
    button('Send report').click()
    await answered(mounted)
    expect(client.called('report')).to.have.length(1)
  })

  it('sends what is on screen: a message that comes meanwhile is shown before it can go', async () => {
    const mounted = await talked()
    await chosen(mounted, 'A threat')
    mounted.client.receive('one more')
    await mounted.rendered()
    expect(rows(mounted)).to.have.length(4)
  })

  it('keeps what was chosen when it didn’t go through, and when the dialog was closed', async () => {
    const mounted = await talked()
    const { client, all, find, button, rendered } = mounted
    await chosen(mounted, 'Harassment')
    all('.entry input')[0]?.click()
    client.handing = () => Promise.reject(unreachable())
    await rendered()
    button('Send report').click()
    await answered(mounted)
    expect(find('dialog').textContent).to.contain(
      'Can’t reach the server. Nothing is lost: you can try again.',
    )
    expect(client.state.phase.get()).to.equal('chatting')
    find<HTMLDialogElement>('dialog').close()
    await closed(mounted)
    client.handing = () => Promise.resolve()
    await opened(mounted)
    button('Send report').click()
    await answered(mounted)
    expect(client.called('report').at(-1)).to.deep.equal([
      { reason: 'harassment', chat: 'current', picked: [1], note: '' },
    ])
  })

  it('says the server’s own words where trying again won’t help', async () => {
    const mounted = await talked()
    await chosen(mounted, 'A scam')
    const why = 'This chat was too long ago.'
    mounted.client.handing = () =>
      Promise.reject(
        new StrangerChatError({
          ...{ code: 'denied', message: why, retryable: false, retryAfterMs: null, until: null },
        }),
      )
    mounted.button('Send report').click()
    await answered(mounted)
    expect(mounted.find('dialog > .row [role=alert]').textContent).to.equal(why)
  })

  it('of the chat before leaves the present one alone', async () => {
    const mounted = await talked()
    const { client, all, button, rendered } = mounted
    client.over('left')
    client.match({ id: 'chat-0002' })
    client.receive('Hello')
    await rendered()
    await opened(mounted)
    expect(all('.which .option').map((one) => one.textContent?.trim().slice(0, 9))).to.deep.equal([
      'This chat',
      'The chat ',
    ])
    all('.which input')[1]?.click()
    await rendered()
    reasonButton(mounted, 'A scam').click()
    await rendered()
    expect(rows(mounted)).to.have.length(3)
    button('Send report').click()
    await answered(mounted)
    expect(client.called('report')[0]?.[0]).to.include({ chat: 'previous' })
    expect(client.state.phase.get()).to.equal('chatting')
    button('Close').click()
    await closed(mounted)
    expect(button('Report').ariaDisabled).to.equal('false')
  })

  it('says so when nothing is held of that chat any more', async () => {
    const mounted = await talked()
    await chosen(mounted, 'A scam')
    Object.assign(mounted.client, { preview: () => null })
    mounted.client.receive('x')
    await mounted.rendered()
    expect(mounted.find('dialog').textContent).to.contain('Nothing is held of that chat any more')
    expect(mounted.button('Send report').ariaDisabled).to.equal('true')
  })

  it('of a crisis begins with help, and still shows it at the end', async () => {
    const mounted = await talked(new StubClient(), {
      helplines: [
        { name: 'Campus line', number: '555 12 ext. 3', url: 'https://campus.example' },
        { name: 'A trap', url: 'javascript:alert(1)' },
      ],
    })
    await chosen(mounted, 'Someone may hurt themselves')
    const [first, second] = mounted.all('dialog .pages > *')
    expect([first?.tagName, second?.className]).to.deep.equal(['H2', 'help'])
    // Whatever the place, its numbers can be pressed.
    const numbers = mounted.all('.help p a')
    expect(numbers.length).to.be.greaterThan(0)
    for (const one of numbers) expect(one.getAttribute('href')).to.equal(`tel:${one.textContent}`)
    expect(mounted.find('.help p').textContent).to.match(/emergency number: \d+/)
    expect(mounted.all('.help li a').map((link) => link.getAttribute('href'))).to.deep.equal([
      ...['https://campus.example', 'tel:55512,3', 'https://findahelpline.com'],
    ])
    mounted.button('Send report').click()
    await answered(mounted)
    expect(mounted.find('.help').textContent).to.contain('Campus line')
  })

  it('tells the page that there was one, and nothing of what was in it', async () => {
    const mounted = await talked()
    const heard: unknown[] = []
    mounted.element.addEventListener('sc-report', ({ detail }) => heard.push(detail))
    await chosen(mounted, 'A scam')
    mounted.button('Send report').click()
    await answered(mounted)
    expect(heard).to.deep.equal([{ chat: 'chat-0001', reason: 'scam' }])
  })

  it('opens by the page’s own button too, and does nothing where there is nothing to report', async () => {
    const { element, all, rendered } = await mount(new FakeClock())
    element.report()
    await rendered()
    expect(all('dialog')).to.deep.equal([])
  })
})

describe('Report of a chat that was reported before a reload', () => {
  afterEach(unmount)

  it('isn’t made twice, also when it is asked for before that is known', async () => {
    const client = new StubClient()
    client.match({ id: 'chat-0001' })
    client.receive('something rude')
    client.made = [receipt({ chat: 'chat-0001' })]
    let come = (): void => {}
    const coming = new Promise<void>((resolve) => (come = resolve))
    Object.assign(client, { desk: () => coming.then(() => client) })
    const mounted = await mount(new FakeClock(), {}, client)
    mounted.element.report()
    come()
    // A decision is told by the same room: once it is, the room has come.
    client.decided = [statement()]
    client.emit('notice', { level: 'warning', code: 'decision', text: null, action: null })
    await until(mounted.element, '.strip button')
    expect(mounted.button('Reported').ariaDisabled).to.equal('true')
    expect(mounted.all('dialog')).to.deep.equal([])
  })
})

describe('Report of a chat that is gone meanwhile', () => {
  afterEach(unmount)

  it('says so, and offers it no longer', async () => {
    const mounted = await talked()
    const { client, button, all, text, rendered } = mounted
    client.over('left')
    client.stop()
    await rendered()
    client.set({ reportable: null })
    button('Report the last chat').click()
    await rendered()
    expect(text()).to.contain('Nothing is held of that chat any more')
    expect(all('[part~=button-report]')).to.deep.equal([])
  })
})

describe('Report, by keyboard alone', () => {
  afterEach(unmount)

  it('opens, walks, ticks, sends and closes; focus ends where it began', async () => {
    const mounted = await talked()
    const { element, client, button, rendered } = mounted
    const active = () => element.shadowRoot?.activeElement
    const words = () => active()?.textContent?.replace(/\s+/g, ' ').trim()
    button('Report').focus()
    await sendKeys({ press: 'Enter' })
    await until(element, 'dialog[open]')
    await rendered()
    expect(words()).to.equal('What happened?')
    // Under age, crisis, sexual.
    for (let i = 0; i < 3; i++) await sendKeys({ press: 'Tab' })
    expect(words()).to.equal('Sexual, and unwanted')
    await sendKeys({ press: 'Enter' })
    await rendered()
    expect(words()).to.equal('Sexual, and unwanted')
    expect(active()?.tagName).to.equal('H2')
    // One stop for the list, whatever its length, at its newest; arrows walk.
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'ArrowUp' })
    await sendKeys({ press: 'Space' })
    await rendered()
    await sendKeys({ press: 'Home' })
    await sendKeys({ press: 'Space' })
    await rendered()
    await sendKeys({ press: 'Tab' })
    expect(active()?.id).to.equal('report-note')
    await sendKeys({ type: 'Hello' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    expect(words()).to.equal('Send report')
    await sendKeys({ press: 'Enter' })
    await answered(mounted)
    expect(client.called('report')).to.deep.equal([
      [{ reason: 'sexual', chat: 'current', picked: [1, 2], note: 'Hello' }],
    ])
    expect(words()).to.equal('Reported. Case 7K3M-92QD.')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Enter' })
    await closed(mounted)
    expect(active()).to.equal(button('Reported'))
  })

  it('Esc closes the dialog and nothing else', async () => {
    const mounted = await talked()
    const { element, client, button } = mounted
    const host: string[] = []
    const listener = ({ key }: KeyboardEvent) => host.push(key)
    document.addEventListener('keydown', listener)
    button('Report').focus()
    await opened(mounted)
    await sendKeys({ press: 'Escape' })
    await closed(mounted)
    document.removeEventListener('keydown', listener)
    expect(client.state.phase.get()).to.equal('chatting')
    expect(
      mounted
        .all('button')
        .map((one) => one.textContent)
        .join(),
    ).not.to.contain('Really?')
    expect(element.shadowRoot?.activeElement).to.equal(button('Report'))
    expect(host).to.deep.equal([])
  })
})

describe('what became of a report', () => {
  afterEach(unmount)

  it('is asked at the start, once an hour at most, and told until it was read', async () => {
    const client = new StubClient()
    client.made = [receipt()]
    client.told = new Map([['7K3M-92QD', 'acted']])
    const mounted = await mount(new FakeClock(), {}, client)
    await answered(mounted)
    expect(client.called('statuses')).to.deep.equal([[60 * 60_000]])
    expect(mounted.find('.news').textContent).to.contain('Your report 7K3M-92QD was acted on.')
    mounted.button('Dismiss').click()
    await mounted.rendered()
    expect(mounted.all('.news')).to.deep.equal([])
    expect(client.called('forget')).to.deep.equal([['7K3M-92QD']])
  })

  it('is told after a chat as well, and never in the middle of one', async () => {
    const client = new StubClient()
    client.made = [receipt({ state: 'acted' })]
    const { all, rendered } = await mount(new FakeClock(), {}, client)
    const strips = () => all('.strip').map((strip) => strip.textContent?.replace(/\s+/g, ' ').trim())
    client.match()
    await rendered()
    expect(strips()).to.deep.equal([])
    client.over('left')
    await rendered()
    expect(strips()).to.deep.equal(['Your report 7K3M-92QD was acted on. ×'])
  })

  it('is told calmly when nothing was done', async () => {
    const client = new StubClient()
    client.made = [receipt({ state: 'not_acted' })]
    const { element, find, rendered } = await mount(new FakeClock(), {}, client)
    // The desk is asked on its own, and the line's words come with the line.
    await until(element, '.news')
    await rendered()
    expect(find('.news').textContent).to.contain('was looked at. Nothing had to be done.')
  })

  it('is nobody’s question where nothing is open', async () => {
    const client = new StubClient()
    client.made = [receipt({ state: 'acted' })]
    await mount(new FakeClock(), {}, client)
    await mount(new FakeClock())
    expect(client.called('statuses')).to.deep.equal([])
  })
})

describe('a notice of illegal content', () => {
  afterEach(unmount)

  it('has a way of its own, says what is missing, and gets a number', async () => {
    const mounted = await talked()
    const { client, find, button, rendered } = mounted
    await opened(mounted)
    button('Give notice of illegal content').click()
    await rendered()
    button('Send notice').click()
    await rendered()
    expect(find('dialog [role=alert]').textContent).to.equal('At least 20 characters, please.')
    expect(mounted.element.shadowRoot?.activeElement?.id).to.equal('notice-text')
    find<HTMLTextAreaElement>('#notice-text').value = 'An advert for forged passports.'
    find<HTMLInputElement>('#notice-email').value = 'nobody'
    button('Send notice').click()
    await rendered()
    expect(find('dialog [role=alert]').textContent).to.equal('That is no e-mail address.')
    find<HTMLInputElement>('#notice-email').value = 'someone@mail.example'
    button('Send notice').click()
    await answered(mounted)
    expect(client.called('notice')).to.deep.equal([
      [{ text: 'An advert for forged passports.', email: 'someone@mail.example' }],
    ])
    expect(find('dialog').textContent).to.contain('Received. Number 7K3M-92QD.')
    expect(client.state.phase.get()).to.equal('chatting')
  })
})

describe('a notice that is too long', () => {
  afterEach(unmount)

  for (const [name, most, label] of [
    ['text', REPORT.notice, 'textarea'],
    ['law', 500, 'input'],
    ['name', 200, 'input'],
    ['email', 255, 'input'],
  ] as const) {
    it(`keeps all of its ${name}, counts what is too many, and isn’t sent`, async () => {
      const mounted = await talked()
      const { client, find, button, rendered, element } = mounted
      await opened(mounted)
      button('Give notice of illegal content').click()
      await rendered()
      const field = () => find<HTMLInputElement>(`dialog ${label}[name=${name}]`)
      pasted(find('#notice-text'), 'An advert for forged passports.')
      pasted(field(), 'x'.repeat(most + 3))
      await rendered()
      expect(field().value).to.have.length(most + 3)
      expect(field().getAttribute('aria-invalid')).to.equal('true')
      expect(described(field())).to.equal('3 characters too many')
      button('Send notice').click()
      await rendered()
      expect(find('dialog [role=alert]').textContent).to.equal(
        'Too long to be sent as it is. Please shorten it.',
      )
      expect(element.shadowRoot?.activeElement).to.equal(field())
      expect(client.called('notice')).to.deep.equal([])
    })
  }
})

describe('the chat in a notice', () => {
  afterEach(unmount)

  it('goes along only when it was ticked, and is shown first', async () => {
    const mounted = await talked()
    const { client, find, button, rendered } = mounted
    await opened(mounted)
    button('Give notice of illegal content').click()
    await rendered()
    const box = find<HTMLInputElement>('input[name=chat]')
    expect(box.checked).to.equal(false)
    expect(mounted.element.shadowRoot?.querySelector('#notice .entries')).to.equal(null)
    box.click()
    await rendered()
    const shown = find('#notice .entries').querySelectorAll('li').length
    expect(shown).to.equal(client.preview('current')?.entries.length)
    find<HTMLTextAreaElement>('#notice-text').value = 'An advert for forged passports.'
    button('Send notice').click()
    await answered(mounted)
    expect(client.called('notice')).to.deep.equal([
      [{ text: 'An advert for forged passports.', chat: 'current' }],
    ])
  })
})

describe('the words of this room', () => {
  it('need no exclamation marks, and promise no safety', () => {
    for (const text of [...Object.values(words), ...Object.values(id)])
      expect(JSON.stringify(text)).not.to.match(/!|\bsafe\b/i)
  })
})
