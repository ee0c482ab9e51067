import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import { mount, unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'

describe('the seam', () => {
  afterEach(unmount)
  after(() => emulateMedia({ reducedMotion: 'no-preference' }))

  const search = async () => {
    const mounted = await mount(new FakeClock())
    await mounted.element.start()
    await mounted.rendered()
    await settled()
    return mounted
  }
  const states = (all: (selector: string) => readonly HTMLElement[]) =>
    all('.seam').map((seam) => seam.dataset['seam'])

  it('tells the whole story: apart, drawn, held, drawn, parted', async () => {
    const { client, all, rendered } = await search()
    expect(new Set(states(all))).to.deep.equal(new Set(['apart']))
    client.match()
    await rendered()
    expect(new Set(states(all))).to.deep.equal(new Set(['drawn']))
    client.set({ connection: 'reconnecting' })
    await rendered()
    expect(new Set(states(all))).to.deep.equal(new Set(['held']))
    client.set({ connection: 'online' })
    client.over('left')
    await rendered()
    expect(new Set(states(all))).to.deep.equal(new Set(['parted']))
  })

  it('lets the dots glide to their places at a match', async () => {
    await emulateMedia({ reducedMotion: 'no-preference' })
    const { client, find, rendered } = await search()
    client.match()
    await rendered()
    const dots = [...find('.stage').querySelectorAll('.dot')]
    expect(
      dots.map((dot) => dot.getAnimations().some((one) => !(one instanceof CSSTransition))),
    ).to.deep.equal([true, true])
  })

  it('stands still for people who asked for less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' })
    const { client, find, rendered } = await search()
    expect(find('.stage').getAnimations({ subtree: true })).to.deep.equal([])
    client.match()
    await rendered()
    expect(find('.stage').getAnimations({ subtree: true })).to.deep.equal([])
  })
})
