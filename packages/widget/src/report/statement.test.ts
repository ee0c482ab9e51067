import { FakeClock } from '@stranger-chat/core/testing'
import type { Statement } from '@stranger-chat/core'
import { REPORT } from '@stranger-chat/core/api'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { banned, statement } from '../testing/cast.js'
import { described, pasted } from '../testing/fields.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { unreachable, until } from '../testing/report-scenes.js'
import { NOW, StubClient } from '../testing/stub-client.js'

const shutOut = async (more: Partial<Statement> = {}) => {
  const client = banned(more)
  const mounted = await mount(new FakeClock(), {}, client)
  await until(mounted.element, '.statement')
  return mounted
}
const facts = ({ all }: Mounted) =>
  Object.fromEntries(
    all('.statement dl > div').map((fact) => [
      ...[fact.querySelector('dt')?.textContent, fact.querySelector('dd')?.textContent],
    ]),
  )
const answered = async ({ rendered }: Mounted) => {
  await new Promise((resolve) => setTimeout(resolve))
  await rendered()
}

describe('the reasons for a decision', () => {
  afterEach(unmount)

  it('are shown to whoever was shut out: what, by which rule, until when, by whom', async () => {
    const mounted = await shutOut({ message: 'The same link to forty people.' })
    expect(mounted.find('h2').textContent).to.equal('You can’t chat here for now.')
    const { Until, On, ...rest } = facts(mounted)
    expect(rest).to.deep.equal({
      Rule: 'Adverts and bots · Fraud',
      Ground: 'The rules of this place',
      Decided: 'By a person',
      'In their words': 'The same link to forty people.',
      Case: '7K3M-92QD',
    })
    expect(Until).to.match(/^November (29|30), 2026/)
    expect(On).to.match(/^November 2[12], 2026/)
  })

  it('name the law and the machine where it was they, and no end where there is none', async () => {
    const { until: _, ...endless } = statement({ automated: true, ground: 'legal' })
    const client = banned()
    client.decided = [endless]
    const mounted = await mount(new FakeClock(), {}, client)
    await until(mounted.element, '.statement')
    expect(facts(mounted)).to.include({ Ground: 'The law', Decided: 'Automatically', Until: 'No end is set' })
  })

  it('say never a word about who reported', async () => {
    const { text } = await shutOut()
    expect(text()).not.to.match(/report/i)
  })

  it('are asked for when the ban comes in the middle of a chat', async () => {
    const client = new StubClient()
    client.decided = [statement()]
    const mounted = await mount(new FakeClock(), {}, client)
    client.match()
    client.set({
      connection: 'closed',
      error: {
        ...{ code: 'banned', message: 'Adverts.', retryable: false, retryAfterMs: null },
        until: null,
      },
    })
    await until(mounted.element, '.statement')
    mounted.button('Try again').click()
    expect(client.called('reconnect')).to.have.length(1)
  })

  it('are those of the ban, whatever was decided after it', async () => {
    const client = banned()
    client.decided = [statement({ action: 'action-0002', kind: 'warn' }), ...client.decided]
    const { find, element } = await mount(new FakeClock(), {}, client)
    await until(element, '.statement')
    expect(find('h2').textContent).to.equal('You can’t chat here for now.')
  })

  it('are those of the ban that holds, not of the newest: that one ended, or was taken back', async () => {
    const day = 86_400_000
    const holding = statement({ action: 'action-0001', policies: ['hate'], until: NOW + 30 * day })
    const { until: _, ...endless } = statement({ action: 'action-0005', policies: ['minors'] })
    for (const [newer, rule] of [
      [statement({ action: 'action-0002', appeal: 'overturned', until: NOW + 90 * day }), 'Hatred'],
      [statement({ action: 'action-0003', until: NOW - day }), 'Hatred'],
      [statement({ action: 'action-0004', until: NOW + day }), 'Hatred'],
      [endless, 'Protection of minors'],
    ] as const) {
      for (const decided of [
        [newer, holding],
        [holding, newer],
      ]) {
        const client = banned()
        client.decided = decided
        const mounted = await mount(new FakeClock(), {}, client)
        await until(mounted.element, '.statement')
        expect(facts(mounted)).to.include({ Rule: rule })
      }
    }
  })

  it('leave what the server said on screen when they can’t be had', async () => {
    const client = banned()
    Object.assign(client, { decisions: () => Promise.reject(unreachable()) })
    const mounted = await mount(new FakeClock(), {}, client)
    await answered(mounted)
    expect(mounted.text()).to.contain('Adverts were sent from here again and again.')
  })

  it('wait in a line where the person may stay, until they were read', async () => {
    const client = new StubClient()
    const { until: _, ...warning } = statement({ kind: 'warn', policies: ['harassment'] })
    client.decided = [warning]
    const mounted = await mount(new FakeClock(), {}, client)
    client.match()
    await mounted.rendered()
    mounted.field().focus()
    const notice = { level: 'warning', code: 'decision', text: null, action: 'action-0001' }
    client.emit('notice', notice)
    await until(mounted.element, '.strip button')
    // Nobody is torn out of what they write.
    expect(mounted.element.shadowRoot?.activeElement).to.equal(mounted.field())
    expect(mounted.find('.strip').textContent).to.contain('You were warned.')
    mounted.button('Read why').click()
    await mounted.rendered()
    expect(facts(mounted)).to.include({ Rule: 'Harassment' })
    mounted.button('Close').click()
    await until(mounted.element, '.panel:not(:has(dialog))')
    expect(mounted.all('.strip')).to.deep.equal([])
    // A server says it again at every welcome.
    client.emit('notice', notice)
    await answered(mounted)
    expect(mounted.all('.strip')).to.deep.equal([])
    expect(client.called('decisions')).to.have.length(1)
  })

  it('are news again when somebody has looked at the decision again', async () => {
    const client = new StubClient()
    client.decided = [statement({ kind: 'warn' })]
    const mounted = await mount(new FakeClock(), {}, client)
    client.match()
    const notice = { level: 'warning', text: null, action: 'action-0001' }
    client.emit('notice', { ...notice, code: 'decision' })
    await until(mounted.element, '.strip button')
    mounted.button('Read why').click()
    await mounted.rendered()
    mounted.button('Close').click()
    await until(mounted.element, '.panel:not(:has(dialog))')
    expect(mounted.all('.strip')).to.deep.equal([])
    client.decided = [statement({ kind: 'warn', appeal: 'overturned' })]
    client.emit('notice', { ...notice, code: 'reviewed' })
    await until(mounted.element, '.strip button')
    expect(mounted.find('.strip').textContent).to.contain('A decision about you was taken back.')
  })

  it('are no longer news once the person is let in again', async () => {
    const mounted = await shutOut()
    mounted.client.set({ connection: 'online', error: null })
    await answered(mounted)
    expect(mounted.text()).not.to.contain('You can’t chat here')
  })

  it('say that an appeal was granted to whoever it lets in again, and keep quiet where the time is up', async () => {
    const mounted = await shutOut()
    const { client } = mounted
    const admit = async (appeal: Statement['appeal']) => {
      client.decided = [statement({ appeal })]
      client.set({ connection: 'online', error: null })
      client.emit('connection', { value: 'online', previous: 'connecting' })
      await answered(mounted)
    }
    await admit('filed')
    expect(mounted.all('.news')).to.deep.equal([])
    client.set({ connection: 'closed', error: { code: 'banned', message: '' } as never })
    client.emit('error', client.state.error.get() as never)
    await until(mounted.element, '.statement')
    await admit('overturned')
    expect((await until(mounted.element, '.news')).textContent).to.contain(
      'A decision about you was taken back.',
    )
  })

  it('are those of the decision that the server means', async () => {
    const client = new StubClient()
    client.decided = [
      statement({ action: 'action-0002', kind: 'slow' }),
      statement({ action: 'action-0001', kind: 'mute' }),
    ]
    const { element, find } = await mount(new FakeClock(), {}, client)
    client.match()
    client.emit('notice', { level: 'warning', code: 'decision', text: null, action: 'action-0001' })
    await until(element, '.strip button')
    expect(find('.strip').textContent).to.contain('You can’t write for now.')
  })

  it('give way to the server’s own sentence where nothing can be learnt', async () => {
    const client = new StubClient()
    const mounted = await mount(new FakeClock(), {}, client)
    client.match()
    client.emit('notice', { level: 'warning', code: 'decision', text: 'Please be kind.', action: null })
    await until(mounted.element, '.strip')
    expect(mounted.find('.strip').textContent).to.contain('Please be kind.')
  })
})

describe('an appeal', () => {
  afterEach(unmount)

  it('is written and sent by keyboard, and says what happens now', async () => {
    const mounted = await shutOut()
    const { client, element, button, text } = mounted
    mounted.find<HTMLTextAreaElement>('#appeal').focus()
    await sendKeys({ type: 'It was a joke.' })
    await sendKeys({ press: 'Tab' })
    expect(element.shadowRoot?.activeElement).to.equal(button('Send appeal'))
    await sendKeys({ press: 'Enter' })
    await answered(mounted)
    expect(client.called('appeal')).to.deep.equal([['action-0001', 'It was a joke.']])
    expect(text()).to.contain('Your appeal was sent. What comes of it is shown here.')
    expect(element.shadowRoot?.activeElement?.textContent).to.contain('Your appeal was sent.')
  })

  it('asks for words first', async () => {
    const mounted = await shutOut()
    const { client, element, find, button, rendered } = mounted
    button('Send appeal').click()
    await rendered()
    expect(find('.appeal [role=alert]').textContent).to.equal('Write a few words first.')
    expect(element.shadowRoot?.activeElement?.id).to.equal('appeal')
    expect(find('#appeal').getAttribute('aria-describedby')).to.contain('appeal-error')
    expect(client.called('appeal')).to.deep.equal([])
  })

  it('holds more than fits, counts it, and says why it isn’t sent', async () => {
    const mounted = await shutOut()
    const { client, element, find, button, rendered } = mounted
    pasted(find('#appeal'), 'x'.repeat(REPORT.appeal + 1))
    await rendered()
    expect(find<HTMLTextAreaElement>('#appeal').value).to.have.length(REPORT.appeal + 1)
    expect(described(find('#appeal'))).to.contain('1 character too many')
    button('Send appeal').click()
    await rendered()
    expect(find('.appeal [role=alert]').textContent).to.equal(
      'Too long to be sent as it is. Please shorten it.',
    )
    expect(element.shadowRoot?.activeElement?.id).to.equal('appeal')
    expect(client.called('appeal')).to.deep.equal([])
    pasted(find('#appeal'), 'x'.repeat(REPORT.appeal))
    await rendered()
    button('Send appeal').click()
    await answered(mounted)
    expect(client.called('appeal')).to.have.length(1)
  })

  it('that didn’t go through keeps its words', async () => {
    const mounted = await shutOut()
    const { client, find, button } = mounted
    client.handing = () => Promise.reject(unreachable())
    find<HTMLTextAreaElement>('#appeal').value = 'It was a joke.'
    button('Send appeal').click()
    await answered(mounted)
    expect(find('.appeal [role=alert]').textContent).to.contain('Nothing is lost')
    expect(find<HTMLTextAreaElement>('#appeal').value).to.equal('It was a joke.')
  })

  for (const [appeal, title, sentence] of [
    ['filed', 'You can’t chat here for now.', 'Your appeal was sent.'],
    ['upheld', 'You can’t chat here for now.', 'The decision stands.'],
    ['overturned', 'A decision about you was taken back.', 'the appeal was granted.'],
    ['closed', 'You can’t chat here for now.', 'This can no longer be appealed.'],
  ] as const) {
    it(`${appeal}: ${sentence}`, async () => {
      const { find, all, text } = await shutOut({ appeal })
      expect(find('h2').textContent).to.equal(title)
      expect(text()).to.contain(sentence)
      expect(all('#appeal')).to.deep.equal([])
    })
  }
})
