import { expect, fixture, html } from '@open-wc/testing'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { modesField } from './modes.js'

/** What of a view the field looks at. */
const view = (t: (key: MessageKey) => string): View =>
  ({
    calling: { offered: ['text', 'voice'], mode: 'text', refused: null, choose: () => undefined, room: null },
    words: { t },
  }) as unknown as View

describe('the choice of how to talk', () => {
  it('has a name for each way', async () => {
    const field = await fixture(html`<div>${modesField(view((key) => `${key}!`))}</div>`)
    const names = [...field.querySelectorAll('label')].map(({ textContent }) => textContent?.trim())
    expect(names).to.deep.equal(['modeText!', 'modeVoice!'])
  })

  it('is not there before its words are, so that nobody meets a choice without names', async () => {
    const field = await fixture(html`<div>${modesField(view(() => ''))}</div>`)
    expect(field.querySelector('input')).to.equal(null)
  })
})
