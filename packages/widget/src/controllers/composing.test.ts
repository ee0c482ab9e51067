import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { HANDOVER_MS } from '../composer/handover.js'
import { mount, unmount } from '../testing/mount.js'
import { REPORT_SCENES } from '../testing/report-scenes.js'
import { show } from '../testing/show.js'

/** Enter and Esc as an IME's: while it composes; as Safari has it, over already, so that only the old code tells; then a person's. */
const ORDERS = [
  ['while it composes', { isComposing: true }, 13],
  ['in Safari’s order', {}, 229],
] as const

function press(field: HTMLElement, key: string, init: KeyboardEventInit, code: number): boolean {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  })
  Object.defineProperty(event, 'keyCode', { value: code })
  return field.dispatchEvent(event)
}

describe('an IME’s keys', () => {
  let place: HTMLElement
  beforeEach(() => {
    place = document.createElement('main')
    document.body.append(place)
  })
  afterEach(() => {
    unmount()
    place.remove()
  })

  for (const [when, init, code] of ORDERS) {
    it(`are its own in the composer, ${when}`, async () => {
      const clock = new FakeClock()
      const { client, field, find, rendered } = await mount(clock)
      client.match()
      await rendered()
      clock.advance(HANDOVER_MS)
      field().value = 'かな'
      expect(press(field(), 'Enter', init, code)).to.equal(true)
      expect(press(field(), 'Escape', init, code)).to.equal(true)
      await rendered()
      expect(client.called('send')).to.deep.equal([])
      expect(find('.step').textContent).to.contain('Stop')
      expect(press(field(), 'Enter', {}, 13)).to.equal(false)
      expect(client.called('send')).to.deep.equal([['かな']])
    })

    it(`are its own among the interests, ${when}`, async () => {
      const { element, find, rendered } = await mount(new FakeClock())
      const field = find<HTMLInputElement>('#interests')
      field.value = 'お茶'
      expect(press(field, 'Enter', init, code)).to.equal(true)
      await rendered()
      expect([field.value, element.interests]).to.deep.equal(['お茶', []])
      expect(press(field, 'Enter', {}, 13)).to.equal(false)
      await rendered()
      expect(element.interests).to.deep.equal(['お茶'])
    })

    it(`are its own in every field of reports, notices and appeals, ${when}`, async () => {
      let fields = 0
      for (const scene of REPORT_SCENES) {
        const element = await show(scene, place)
        const { client } = element
        const before = element.shadowRoot?.querySelector('dialog, .sheet')?.textContent
        for (const field of element.shadowRoot?.querySelectorAll<HTMLElement>(
          'dialog textarea, dialog input:not([type]), .sheet textarea, .sheet input:not([type])',
        ) ?? []) {
          fields++
          expect(press(field, 'Enter', init, code), `${scene.name} ${field.id}`).to.equal(true)
          await element.updateComplete
          expect(field.isConnected, `${scene.name} ${field.id}`).to.equal(true)
          expect(element.shadowRoot?.querySelector('dialog, .sheet')?.textContent).to.equal(before)
          expect(element.client).to.equal(client)
        }
        element.remove()
      }
      expect(fields).to.be.above(4)
    })
  }
})
