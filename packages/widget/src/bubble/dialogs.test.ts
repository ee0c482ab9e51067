import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { ANNOUNCE_MS } from '../controllers/announcer.js'
import { type Mounted, mount, unmount } from '../testing/mount.js'
import { until } from '../testing/report-scenes.js'
import { settled } from '../testing/show.js'
import { StubClient } from '../testing/stub-client.js'
import type { StrangerChat } from '../stranger-chat.js'

const WIDE = { width: 900, height: 700 }
const NARROW = { width: 390, height: 700 }

/** A report over the panel is one modal dialog in another: the outer one can't go, or change its shape, without it. */
describe('a dialog over the panel', () => {
  let ofThePage: HTMLButtonElement
  beforeEach(() => {
    ofThePage = document.createElement('button')
    ofThePage.textContent = 'Of the page'
    document.body.prepend(ofThePage)
  })
  afterEach(async () => {
    unmount()
    ofThePage.remove()
    await setViewport(WIDE)
  })

  const reporting = async (options: Partial<StrangerChat> = {}) => {
    const clock = new FakeClock()
    const client = new StubClient()
    const mounted = await mount(clock, { layout: 'bubble', open: true, ...options }, client)
    client.match({ id: 'chat-0001' })
    client.receive('something rude')
    await mounted.rendered()
    mounted.element.report()
    await until(mounted.element, 'dialog.desk')
    await mounted.rendered()
    return { clock, ...mounted }
  }
  const desk = ({ find }: Mounted) => find<HTMLDialogElement>('dialog.desk')
  /** What a press in the middle of it would meet. */
  const met = ({ element }: Mounted, at: Element): Element | null | undefined => {
    const { x, y, width, height } = at.getBoundingClientRect()
    return element.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2)
  }
  const isOnTop = (mounted: Mounted) => {
    const over = desk(mounted)
    expect([over.matches(':modal'), over.contains(met(mounted, over) ?? null)]).to.deep.equal([true, true])
  }
  /** The page answers: nothing invisible lies over it. */
  const isFree = (): boolean => {
    const { x, y } = ofThePage.getBoundingClientRect()
    return document.elementFromPoint(x + 2, y + 2) === ofThePage
  }
  const drawn = async ({ rendered }: Mounted) => {
    await settled()
    await rendered()
  }
  /** The browser says that a dialog was closed a moment after it was. */
  const gone = ({ element }: Mounted) => until(element, '.panel:not(:has(dialog))')

  it('stays on top of it when the window changes its shape, with the focus where it was', async () => {
    const mounted = await reporting()
    mounted.find('.reason').click()
    await mounted.rendered()
    const note = mounted.find<HTMLTextAreaElement>('#report-note')
    note.focus()
    for (const window of [NARROW, WIDE]) {
      await setViewport(window)
      await drawn(mounted)
      expect(mounted.find('.frame').matches(':modal')).to.equal(window === NARROW)
      isOnTop(mounted)
      expect(mounted.element.shadowRoot?.activeElement).to.equal(note)
      expect(mounted.all('dialog.desk > .live')).to.have.length(3)
    }
    desk(mounted).close()
    await gone(mounted)
  })

  for (const [name, window] of [
    ['a popover', WIDE],
    ['a sheet', NARROW],
  ] as const) {
    it(`goes with ${name} that closes, and leaves the page free`, async () => {
      await setViewport(window)
      const mounted = await reporting()
      expect(isFree()).to.equal(false)
      mounted.element.close()
      await mounted.rendered()
      expect(isFree()).to.equal(true)
      ofThePage.focus()
      expect(document.activeElement).to.equal(ofThePage)
      await gone(mounted)
      mounted.element.show()
      await drawn(mounted)
      expect(mounted.all('dialog.desk')).to.deep.equal([])
    })
  }

  it('is closed from the first moment, whatever is drawn before the browser tells of it', async () => {
    const mounted = await reporting()
    desk(mounted).close()
    mounted.client.receive('Hello')
    await mounted.rendered()
    expect(mounted.all('dialog.desk').map((one) => one.matches(':modal'))).to.deep.equal([false])
    await gone(mounted)

    mounted.element.report()
    await until(mounted.element, 'dialog.desk')
    await mounted.rendered()
    isOnTop(mounted)
    mounted.element.close()
    await mounted.rendered()
    mounted.element.show()
    await mounted.rendered()
    expect(mounted.all('dialog.desk').map((one) => one.matches(':modal'))).to.deep.equal([false])
    await gone(mounted)
  })

  it('waits for the panel to open where the page keeps it shut, and nothing is said in it till then', async () => {
    const mounted = await reporting({ open: false })
    mounted.element.close()
    await gone(mounted)
    mounted.element.addEventListener('sc-open', (event) => event.preventDefault())
    mounted.element.report()
    await until(mounted.element, 'dialog.desk')
    await mounted.rendered()
    expect([mounted.element.open, isFree()]).to.deep.equal([false, true])
    mounted.client.receive('Hello')
    await mounted.rendered()
    mounted.clock.advance(ANNOUNCE_MS)
    const heard = (where: string) =>
      mounted
        .all(`${where} > .live`)
        .map((region) => region.textContent)
        .join('')
    expect([heard('.corner'), heard('dialog.desk')]).to.deep.equal(['1 new message', ''])
    mounted.element.open = true
    await mounted.rendered()
    isOnTop(mounted)
  })

  for (const layout of ['bubble', 'inline'] as const) {
    it(`is one again after its element was moved: ${layout}`, async () => {
      const mounted = await reporting({ layout })
      const place = document.body.appendChild(document.createElement('div'))
      place.append(mounted.element)
      await mounted.rendered()
      await drawn(mounted)
      isOnTop(mounted)
      expect(mounted.all('dialog.desk > .live')).to.have.length(3)
      place.remove()
      expect(isFree()).to.equal(true)
    })
  }
})
