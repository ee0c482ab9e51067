import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { ANNOUNCE_MS } from './controllers/announcer.js'
import { until } from './testing/report-scenes.js'
import { search, statement } from './testing/cast.js'
import { mount, unmount } from './testing/mount.js'
import { StubClient } from './testing/stub-client.js'

/** What is said aloud, each thing once (WCAG 4.1.3). The whole story, with a server, is in `e2e/a11y.test.ts`. */
async function listen(client = new StubClient()) {
  const clock = new FakeClock()
  const mounted = await mount(clock, {}, client)
  /** What was said since the last time. */
  const heard = async (within = '.panel') => {
    await mounted.rendered()
    clock.advance(ANNOUNCE_MS)
    const regions = mounted.all(`${within} > .live`)
    const said = regions.map((region) => region.textContent).join(' ')
    for (const region of regions) region.textContent = ''
    return said.trim()
  }
  return { clock, heard, ...mounted }
}

describe('said aloud, once', () => {
  afterEach(unmount)

  it('a block, in the middle of a chat and after it', async () => {
    const { client, button, heard, rendered } = await listen()
    const block = async () => {
      button('Block').click()
      await rendered()
      await heard()
      button('Block them?').click()
      await rendered()
    }
    client.match()
    await heard()
    await block()
    expect(await heard()).to.equal('Blocked. You won’t meet them again.')
    client.match({ id: 'chat-0002' })
    client.over('left')
    await heard()
    await block()
    expect(await heard()).to.equal('Blocked. You won’t meet them again.')
  })

  it('a ban: by the line that was closed, not by the reasons as well', async () => {
    const { client, element, heard } = await listen()
    client.match()
    await heard()
    client.decided = [statement()]
    const error = { code: 'banned', message: 'Adverts.', retryable: false, retryAfterMs: null, until: null }
    client.set({ error: error as never, connection: 'closed', phase: 'idle' })
    client.emit('error', error as never)
    await until(element, '.statement')
    expect(await heard()).to.equal('You can’t chat here for now. Adverts.')
  })

  it('nothing of one’s own report: its sheet says it', async () => {
    const { client, element, find, heard } = await listen()
    client.match()
    client.receive('Hello')
    await heard()
    element.report()
    ;(await until(element, '.reasons button')).click()
    await element.updateComplete
    find('dialog[open] > .row .primary').click()
    await until(element, '.next')
    expect(await heard('dialog[open]')).to.equal('')
  })

  it('what happens behind a dialog: from within it, since all else is shut off', async () => {
    const { client, element, heard } = await listen()
    client.match()
    client.receive('Hello')
    await heard()
    element.report()
    await until(element, 'dialog[open] .reasons')
    client.receive('Are you there?')
    expect(await heard()).to.equal('')
    client.receive('Hey')
    expect(await heard('dialog[open]')).to.equal('Stranger: Hey')
  })

  it('that a message grows too long, when it comes near and when it is', async () => {
    const { client, element, field, find, heard } = await listen()
    client.match()
    await heard()
    element.insertText('x'.repeat(1_850))
    expect(await heard()).to.equal('150 characters left')
    element.insertText('x'.repeat(100))
    expect(await heard()).to.equal('')
    expect(field().getAttribute('aria-invalid')).to.equal('false')
    element.insertText('x'.repeat(53))
    expect(await heard()).to.equal('3 characters too many')
    expect(field().getAttribute('aria-invalid')).to.equal('true')
    expect(find(`#${field().getAttribute('aria-describedby')}`).textContent).to.equal('3 characters too many')
  })

  it('what a search gave up by itself', async () => {
    const { client, element, heard } = await listen()
    await element.start({ interests: ['tea'] })
    await heard()
    client.set({ search: search({ relaxed: ['interests'] }) })
    // The words for it come with a room of their own.
    await until(element, '.stage .lines + .lines')
    expect(await heard()).to.equal('Shared interests no longer decide.')
    client.set({ search: search({ relaxed: ['interests', 'languages'] }) })
    expect(await heard()).to.equal('Any language now.')
  })

  it('what is looked for, unless somebody was found by then', async () => {
    const { client, element, heard } = await listen()
    await element.start({ interests: ['tea'] })
    client.match({ shared: ['tea'] })
    expect(await heard()).to.equal('You both like tea. Say hello.')
  })

  it('that a server is full', async () => {
    const client = new StubClient({ gates: null, connection: 'offline' })
    Object.assign(client, { connect: () => new Promise(() => undefined) })
    const { button, heard } = await listen(client)
    button('Start talking').click()
    const full = { code: 'over_capacity', message: '', retryable: true, retryAfterMs: 12_000, until: null }
    client.set({ connection: 'connecting', error: full as never })
    expect(await heard()).to.equal('There is no room right now.')
  })
})
