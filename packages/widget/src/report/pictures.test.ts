import { LIMITS, type ReportInput } from '@stranger-chat/core'
import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { jpeg, jpegBytes } from '../testing/jpeg.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { offer } from '../testing/pictures.js'
import { unreachable, until } from '../testing/report-scenes.js'
import { StubClient } from '../testing/stub-client.js'

const talked = async (reportPictures = 3): Promise<Mounted> => {
  const client = new StubClient({ limits: { ...LIMITS, reportPictures } })
  const mounted = await mount(new FakeClock(), {}, client)
  client.match({ id: 'chat-0001' })
  client.receive('Good evening', 'something rude')
  await mounted.rendered()
  return mounted
}
const HARASSMENT = 'Harassment'
async function chosen(mounted: Mounted, reason = HARASSMENT): Promise<void> {
  if (mounted.all('dialog').length === 0) mounted.button('Report').click()
  await until(mounted.element, 'dialog[open]')
  await mounted.rendered()
  if (mounted.all('.reason').length === 0) return
  mounted
    .all('.reason')
    .find((one) => one.textContent?.includes(reason))
    ?.click()
  await mounted.rendered()
}
/** After pictures were read, and whatever was promised was answered. */
const answered = async ({ rendered }: Mounted) => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve))
  await rendered()
}
const shown = ({ element }: Mounted) => until(element, '.shots canvas')
const boxes = ({ all }: Mounted) => all('.shots input') as readonly HTMLInputElement[]
const sent = ({ client }: Mounted) =>
  client.called('report').at(-1)?.[0] as { pictures?: readonly Uint8Array[] }
const send = async (mounted: Mounted) => {
  mounted.button('Send report').click()
  await answered(mounted)
}
const close = async ({ find, element }: Mounted) => {
  find<HTMLDialogElement>('dialog').close()
  await until(element, '.panel:not(:has(dialog))')
}

describe('pictures in a report (P-REPORT-7)', () => {
  afterEach(() => {
    offer(null)
    unmount()
  })

  it('are shown covered and unticked, with what they are worth and who sees them; none goes along by itself', async () => {
    offer([jpeg(), jpeg()])
    const mounted = await talked()
    await chosen(mounted)
    await shown(mounted)
    expect(mounted.all('.shots canvas')).to.have.length(2)
    for (const canvas of mounted.all('.shots canvas'))
      expect(getComputedStyle(canvas).filter).to.contain('blur')
    expect(mounted.all('.shots [role=img]').map((one) => one.ariaHidden)).to.deep.equal(['true', 'true'])
    expect(boxes(mounted).map(({ checked }) => checked)).to.deep.equal([false, false])
    expect(mounted.find('#shots-hint').textContent).to.contain('They prove nothing')
    expect(mounted.find('#shots-hint').textContent).to.contain('the moderators here and nobody else')
    await send(mounted)
    expect(sent(mounted)).not.to.have.property('pictures')
  })

  it('that were ticked go along, to the byte', async () => {
    offer([jpeg(), jpeg()])
    const mounted = await talked()
    await chosen(mounted)
    await shown(mounted)
    boxes(mounted)[1]?.click()
    await mounted.rendered()
    await send(mounted)
    expect(sent(mounted).pictures).to.deep.equal([jpegBytes()])
  })

  it('uncover by a press and cover by the next', async () => {
    offer([jpeg()])
    const mounted = await talked()
    await chosen(mounted)
    const canvas = await shown(mounted)
    mounted.button('Show').click()
    await mounted.rendered()
    expect(getComputedStyle(canvas).filter).to.equal('none')
    expect(mounted.find('.shots [role=img]').ariaHidden).to.equal('false')
    expect(mounted.find('.shots [role=img]').ariaLabel).to.equal('Picture 1 of 1')
    mounted.button('Cover').click()
    await mounted.rendered()
    expect(getComputedStyle(canvas).filter).to.contain('blur')
  })

  it('are worked by keyboard alone', async () => {
    offer([jpeg(), jpeg()])
    const mounted = await talked()
    await chosen(mounted)
    await shown(mounted)
    const active = () => mounted.element.shadowRoot?.activeElement
    // From the messages' one stop to the first picture.
    mounted.all('.entry input').at(-1)?.focus()
    await sendKeys({ press: 'Tab' })
    expect(active()?.textContent?.trim()).to.equal('Show')
    await sendKeys({ press: 'Enter' })
    await mounted.rendered()
    expect(active()?.textContent?.trim()).to.equal('Cover')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Space' })
    await mounted.rendered()
    expect(boxes(mounted).map(({ checked }) => checked)).to.deep.equal([true, false])
    for (let i = 0; i < 3; i++) await sendKeys({ press: 'Tab' })
    expect(active()?.id).to.equal('report-note')
  })

  it('are neither asked for nor shown where the server takes none', async () => {
    let asked = 0
    offer(() => Promise.resolve((asked++, [jpeg()])))
    const mounted = await talked(0)
    await chosen(mounted)
    await answered(mounted)
    expect([asked, mounted.all('.shots').length]).to.deep.equal([0, 0])
  })

  it('of somebody under age are neither shown nor sent, though they were ticked before', async () => {
    offer([jpeg()])
    const mounted = await talked()
    await chosen(mounted)
    await shown(mounted)
    boxes(mounted)[0]?.click()
    mounted.button('Back').click()
    await mounted.rendered()
    await chosen(mounted, 'Someone under age')
    expect(mounted.all('.shots')).to.deep.equal([])
    await send(mounted)
    expect(sent(mounted)).to.include({ reason: 'underage' })
    expect(sent(mounted)).not.to.have.property('pictures')
  })

  it('are as many as the server takes, and only what can be one', async () => {
    const large = new Blob([jpegBytes(), new Uint8Array(64 * 1024)], { type: 'image/jpeg' })
    const broken = new Blob(['no picture'], { type: 'image/jpeg' })
    const other = new Blob([jpegBytes()], { type: 'image/svg+xml' })
    offer([large, other, broken, jpeg(), jpeg()])
    const mounted = await talked(2)
    await chosen(mounted)
    await shown(mounted)
    // The broken one took a place: it said that it was a JPEG.
    expect(mounted.all('.shots canvas')).to.have.length(1)
  })

  it('that a call can’t give are no trouble', async () => {
    offer(() => Promise.reject(new Error('the call is over')))
    const mounted = await talked()
    await chosen(mounted)
    await answered(mounted)
    expect(mounted.all('.shots')).to.deep.equal([])
    await send(mounted)
    expect(mounted.find('dialog').textContent).to.contain('Reported.')
  })

  it('stay ticked on the way back and forth and when sending failed; once the dialog closed nothing of them is held', async () => {
    const one = jpeg()
    offer([one])
    const mounted = await talked()
    const { client } = mounted
    await chosen(mounted)
    const canvas = (await shown(mounted)) as HTMLCanvasElement
    boxes(mounted)[0]?.click()
    mounted.button('Show').click()
    mounted.button('Back').click()
    await mounted.rendered()
    await chosen(mounted)
    expect(boxes(mounted)[0]?.checked).to.equal(true)
    client.handing = () => Promise.reject(unreachable())
    await send(mounted)
    expect(boxes(mounted)[0]?.checked).to.equal(true)
    await close(mounted)
    expect([canvas.width, canvas.isConnected]).to.deep.equal([0, false])
    // The call has the same one still: the choice is known again, and it is covered again.
    await chosen(mounted)
    await shown(mounted)
    expect(boxes(mounted)[0]?.checked).to.equal(true)
    expect(mounted.button('Show').ariaPressed).to.equal('false')
    await close(mounted)
    // It has another: nobody chose that.
    offer([jpeg()])
    await chosen(mounted)
    await shown(mounted)
    expect(boxes(mounted)[0]?.checked).to.equal(false)
  })

  it('that come after the dialog closed are let go', async () => {
    let give: ((blobs: readonly Blob[]) => void) | undefined
    offer(() => new Promise((resolve) => (give = resolve)))
    const mounted = await talked()
    await chosen(mounted)
    await close(mounted)
    give?.([jpeg()])
    await answered(mounted)
    expect(mounted.all('canvas')).to.deep.equal([])
  })

  it('belong to the chat they were seen in: a report of another takes none along', async () => {
    offer((chat) => Promise.resolve(chat === 'chat-0002' ? [jpeg()] : []))
    const mounted = await talked()
    const { client, all, rendered, button } = mounted
    client.over('left')
    client.match({ id: 'chat-0002' })
    client.receive('Hello')
    await rendered()
    await chosen(mounted)
    await shown(mounted)
    boxes(mounted)[0]?.click()
    button('Back').click()
    await rendered()
    all('.which input')[1]?.click()
    await rendered()
    await chosen(mounted)
    expect(all('.shots')).to.deep.equal([])
    await send(mounted)
    expect(sent(mounted)).to.include({ chat: 'previous' })
    expect(sent(mounted)).not.to.have.property('pictures')
  })

  it('that the server had no room for are told, and the report is made', async () => {
    offer([jpeg(), jpeg()])
    const mounted = await talked()
    const { report } = mounted.client
    Object.assign(mounted.client, {
      report: async (input: ReportInput) => ({ ...(await report(input)), pictures: 1 }),
    })
    await chosen(mounted)
    await shown(mounted)
    for (const box of boxes(mounted)) box.click()
    await send(mounted)
    expect(mounted.find('dialog').textContent).to.contain('Reported. Case 7K3M-92QD.')
    expect(mounted.find('dialog').textContent).to.contain('1 picture wasn’t kept: this case takes no more.')
  })
})
