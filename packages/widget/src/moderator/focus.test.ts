import { expect } from '@open-wc/testing'
import './index.js'
import { FILES, PRACTICE } from './testing/cases.js'
import { mount, unmount } from './testing/mount.js'

describe('focus', () => {
  afterEach(unmount)

  it('is nobody’s while the page opens', async () => {
    const { element } = await mount()
    expect(document.activeElement).to.equal(document.body)
    expect(element.shadowRoot?.activeElement).to.equal(null)
  })

  it('is never lost, whatever a key takes off the screen', async () => {
    const { keys, element, focused } = await mount()
    const trail = [
      'n',
      '1',
      'Enter',
      '2',
      'Enter',
      'u',
      'b',
      'a',
      'q',
      'n',
      'm',
      'Escape',
      'r',
      'h',
      'l',
      'q',
      'c',
      'v',
      '0',
      'Enter',
    ]
    for (const key of trail) {
      await keys(key)
      expect(element.shadowRoot?.activeElement, `after ${key}`).not.to.equal(null)
    }
    expect(focused()).not.to.equal('')
  })

  it('is never lost, whatever a press takes off the screen', async () => {
    const { click, element, keys, all, settled } = await mount({
      fake: { files: FILES.slice(0, 1), practice: PRACTICE },
    })
    const there = (after: string) =>
      expect(element.shadowRoot?.activeElement, `after ${after}`).not.to.equal(null)
    for (const words of [
      'Take next',
      'Put back',
      'Take next',
      'Nothing to do',
      'Confirm',
      'Try a practice case',
    ]) {
      await click(words)
      there(words)
    }
    await click('Put back')
    there('Put back')
    await click('Undo')
    there('Undo')
    await keys('c')
    all('.line .uncover')[0]?.focus()
    all('.line .uncover')[0]?.click()
    await settled()
    there('Show words')
    for (const words of ['Appeals', 'Overturn', 'Really', 'Log', 'Sign out']) {
      await click(words)
      there(words)
    }
    expect(element.shadowRoot?.activeElement?.textContent).to.contain('You are signed out.')
  })

  it('stays with the session’s end, and comes back with the case', async () => {
    const { keys, fake, focused, click } = await mount()
    await keys('n', '1')
    const { me } = fake
    fake.me = null
    await keys('Enter')
    expect(focused()).to.equal('Your session is over.')
    fake.me = me
    await click('Try again')
    expect(focused()).not.to.equal('')
  })

  it('is left to other parts of the page', async () => {
    const { fake, element, settled, clock } = await mount()
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    fake.drop()
    clock.wind(60_000)
    await settled()
    element.lang = 'id'
    await settled()
    expect(document.activeElement).to.equal(field)
    field.remove()
  })
})
