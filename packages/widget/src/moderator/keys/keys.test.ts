import { expect } from '@open-wc/testing'
import '../index.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'

const pressed = async ({ find, settled }: Mounted, key: string): Promise<void> => {
  find('dialog').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await settled()
}
const change = async (mounted: Mounted, command: string): Promise<void> => {
  const row = mounted.all('.commands li').find((one) => one.firstElementChild?.textContent === command)
  row?.querySelector('button')?.click()
  await mounted.settled()
}

describe('keys', () => {
  afterEach(unmount)

  it('are in sight, and all of them behind one', async () => {
    const { find, keys } = await mount()
    expect(find('.legend').textContent?.replace(/\s+/g, ' ')).to.contain('N next case')
    await keys('?')
    expect(find<HTMLDialogElement>('dialog').open).to.equal(true)
  })

  it('do nothing to the case while the dialog is open', async () => {
    const { keys, fake } = await mount()
    await keys('?', 'n')
    expect(fake.sent('/next')).to.deep.equal([])
  })

  it('can be moved, but never onto another’s', async () => {
    const mounted = await mount()
    await mounted.keys('?')
    await change(mounted, 'next case')
    await pressed(mounted, 'u')
    expect(mounted.find('.refused').textContent).to.contain('That key is for “undo” already.')
    await pressed(mounted, 'j')
    expect(mounted.find('.refused').textContent).to.equal('')
    await mounted.click('Close')
    await mounted.keys('n')
    expect(mounted.fake.sent('/next')).to.deep.equal([])
    await mounted.keys('j')
    expect(mounted.fake.sent('/next').length).to.equal(1)
    const next = await mount({ device: mounted.device })
    expect(next.find('.legend').textContent?.replace(/\s+/g, ' ')).to.contain('J next case')
  })

  it('stay as they are after Esc', async () => {
    const mounted = await mount()
    await mounted.keys('?')
    await change(mounted, 'next case')
    await pressed(mounted, 'Escape')
    expect(mounted.find<HTMLDialogElement>('dialog').open).to.equal(true)
    await pressed(mounted, 'j')
    await mounted.click('Close')
    await mounted.keys('n')
    expect(mounted.fake.sent('/next').length).to.equal(1)
  })

  it('can be switched off; everything is still there to press', async () => {
    const mounted = await mount()
    await mounted.keys('?')
    mounted.find('dialog input').click()
    await mounted.settled()
    await mounted.click('Close')
    await mounted.keys('n', '?')
    expect(mounted.fake.sent('/next')).to.deep.equal([])
    expect(mounted.find('.legend').textContent).to.contain('Single keys are off.')
    expect(mounted.all('kbd').length).to.equal(0)
    await mounted.click('Take next')
    await mounted.click('Ban for 30 days')
    await mounted.click('Confirm')
    expect(mounted.fake.row('case-minor-1')?.state).to.equal('decided')
  })

  it('with a modifier belong to the browser', async () => {
    const { element, fake, settled } = await mount()
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) {
      const event = new KeyboardEvent('keydown', {
        key: 'n',
        bubbles: true,
        cancelable: true,
        [modifier]: true,
      })
      element.dispatchEvent(event)
      await settled()
      expect(event.defaultPrevented).to.equal(false)
    }
    expect(fake.sent('/next')).to.deep.equal([])
  })

  it('pressed elsewhere in the page are the page’s', async () => {
    const { fake, settled } = await mount()
    const field = document.createElement('button')
    document.body.append(field)
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))
    await settled()
    expect(fake.sent('/next')).to.deep.equal([])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))
    await settled()
    expect(fake.sent('/next').length).to.equal(1)
    field.remove()
  })
})
