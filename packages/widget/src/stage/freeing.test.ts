import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { MOVE_MS } from '../controllers/own-client.js'
import { mounts } from '../testing/mount-call.js'
import { unmount } from '../testing/mount.js'
import { FREE_MS } from './freeing.js'

const { mountCall, mountPreview } = mounts(() => new FakeClock())

const BOTH = [{ camera: true, microphone: true }]

describe('devices', () => {
  afterEach(unmount)

  it('are off a minute after the chat, and not before', async () => {
    const { client, clock, media } = await mountCall('video', 'clear')
    client.over()
    clock.advance(FREE_MS - 1)
    expect(media.called('release')).to.deep.equal([])
    clock.advance(1)
    expect(media.called('release')).to.deep.equal([BOTH])
    expect(media.state.local.get().camera.state).to.equal('off')
  })

  it('are off a minute after a call that the stranger ended, though the chat goes on', async () => {
    const { clock, media, client } = await mountCall('video', 'clear')
    media.set({ call: { phase: 'ended', end: 'they_hung_up' } })
    clock.advance(FREE_MS)
    expect(media.called('release')).to.deep.equal([BOTH])
    expect(client.state.phase.get()).to.equal('chatting')
  })

  it('are off a minute after a search that was given up; until then the welcome says so, with a way to end it', async () => {
    const { client, element, clock, media, text, pressWords, rendered } = await mountPreview('video')
    await pressWords('Turn on the camera')
    await pressWords('Start')
    clock.advance(10 * FREE_MS)
    expect(media.called('release')).to.deep.equal([])
    element.stop()
    await rendered()
    expect(client.state.phase.get()).to.equal('idle')
    expect(text()).to.contain('Your camera is still on')
    await pressWords('Turn it off')
    expect(media.called('release')).to.deep.equal([BOTH])
    expect(text()).not.to.contain('still on')
  })

  it('stay on for the next chat that begins before', async () => {
    const { client, element, clock, media } = await mountCall('video', 'clear')
    client.over()
    clock.advance(FREE_MS - 1)
    element.next()
    clock.advance(FREE_MS)
    expect(media.called('release')).to.deep.equal([])
  })

  it('are off at once by choosing text', async () => {
    const { element, client, media, press, rendered, clock } = await mountCall('video', 'clear')
    client.over()
    clock.advance(1_000)
    element.stop()
    await rendered()
    await press('input[value=text]')
    expect(media.called('release')).to.deep.equal([BOTH])
  })

  it('are off at once when the page goes', async () => {
    const { media } = await mountCall('video', 'clear')
    window.dispatchEvent(new Event('pagehide'))
    expect(media.called('release')).to.deep.equal([BOTH])
    // Nothing is on any more, so nothing listens.
    window.dispatchEvent(new Event('pagehide'))
    expect(media.called('release')).to.have.length(1)
  })

  it('are off at once when the element leaves the page; moved within it they stay', async () => {
    const { element, media } = await mountCall('video', 'clear')
    const place = document.createElement('div')
    document.body.append(place)
    place.append(element)
    await Promise.resolve()
    expect(media.called('release')).to.deep.equal([])
    element.remove()
    await Promise.resolve()
    expect(media.called('release')).to.deep.equal([BOTH])
    place.remove()
  })

  it('and listeners are let go of when the element is gone for good; the page’s own media is never closed', async () => {
    const { element, media, clock } = await mountCall('video', 'clear')
    expect(media.listeners).to.equal(4)
    element.remove()
    await Promise.resolve()
    clock.advance(MOVE_MS)
    expect(media.listeners).to.equal(0)
    expect(media.called('close')).to.deep.equal([])
  })

  it('and the call are taken up again by an element that comes back', async () => {
    const { element, media, clock, find, rendered } = await mountCall('video', 'clear')
    element.remove()
    await Promise.resolve()
    clock.advance(MOVE_MS)
    document.body.append(element)
    await rendered()
    expect(media.listeners).to.equal(4)
    expect(find<HTMLVideoElement>('video.theirs').srcObject === media.state.remote.get().stream).to.equal(
      true,
    )
    element.remove()
  })
})
