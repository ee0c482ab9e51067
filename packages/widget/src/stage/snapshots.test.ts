import { LIMITS } from '@stranger-chat/core'
import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import type { Calling, CallingHost } from '../controllers/calling.js'
import { Localize } from '../controllers/localize.js'
import { caller } from '../testing/call-scenes.js'
import { talk } from '../testing/cast.js'
import { mounts } from '../testing/mount-call.js'
import { unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import { StubMedia } from '../testing/stub-media.js'
import { CallRoom } from './room.js'

const { mountCall } = mounts(() => new FakeClock())

/** A room without an element round it: one video, a server that takes pictures or doesn't, and a clock. */
async function room(reportPictures: number, holds: 'voice' | 'clear' = 'clear') {
  const place = document.createElement('div')
  place.attachShadow({ mode: 'open' }).innerHTML = '<video class="theirs" muted></video>'
  document.body.append(place)
  const clock = new FakeClock()
  const media = new StubMedia()
  const client = caller('video', talk.slice(0, 2))
  client.set({ limits: { ...LIMITS, reportPictures } })
  const nothing = (): void => {}
  const host = {
    ...{ timing: clock, client, shadowRoot: place.shadowRoot, words: new Localize() },
    element: { isConnected: true, modes: ['video'], media, classifier: null },
    ...{ speak: nothing, emit: nothing, requestUpdate: nothing, view: () => null, flow: null },
  } as unknown as CallingHost
  const calls = new CallRoom({ mode: 'video' } as Calling, host, () => media)
  media.live(holds)
  const video = place.shadowRoot?.querySelector('video')
  while (holds === 'clear' && !(video && video.videoWidth > 0 && video.readyState >= 2)) await settled()
  calls.sync()
  return { calls, clock, media, client, gone: () => place.remove() }
}

describe('pictures for a report', () => {
  it('are the last three, small, as JPEG', async () => {
    const { calls, clock, gone } = await room(3)
    clock.advance(12_000)
    const pictures = await calls.snaps.of('chat-0001')
    expect(pictures.map(({ type }) => type)).to.deep.equal(['image/jpeg', 'image/jpeg', 'image/jpeg'])
    for (const picture of pictures) {
      const { width, height } = await createImageBitmap(picture)
      expect([width, height]).to.deep.equal([320, 240])
      expect(picture.size).to.be.lessThan(64_000)
    }
    // By being the same ones they are known again.
    expect(await calls.snaps.of('chat-0001')).to.deep.equal(pictures)
    expect((await calls.snaps.of('chat-0001'))[0] === pictures[0]).to.equal(true)
    expect(await calls.snaps.of('chat-0002')).to.deep.equal([])
    gone()
  })

  it('are not taken where the server takes none', async () => {
    const { calls, clock, gone } = await room(0)
    clock.advance(12_000)
    expect(await calls.snaps.of('chat-0001')).to.deep.equal([])
    gone()
  })

  it('are not taken before there is anything to see', async () => {
    const { calls, clock, gone } = await room(3, 'voice')
    clock.advance(12_000)
    expect(await calls.snaps.of('chat-0001')).to.deep.equal([])
    gone()
  })

  it('are gone with the stranger', async () => {
    const { calls, clock, client, gone } = await room(3)
    clock.advance(12_000)
    void client.next()
    calls.moved()
    expect(await calls.snaps.of('chat-0001')).to.deep.equal([])
    gone()
  })

  it('are kept for a minute after the end', async () => {
    const { calls, clock, media, client, gone } = await room(3)
    clock.advance(12_000)
    client.over()
    media.set({ call: { phase: 'ended', end: 'chat_over' }, remote: { stream: null, video: false } })
    clock.advance(59_999)
    expect(await calls.snaps.of('chat-0001')).to.have.length(3)
    clock.advance(1)
    expect(await calls.snaps.of('chat-0001')).to.deep.equal([])
    gone()
  })

  it('are shown to whoever reports, before anything is sent', async () => {
    const { client, clock, element, until, rendered } = await mountCall('video', 'clear')
    client.set({ limits: { ...LIMITS, reportPictures: 3 } })
    await rendered()
    clock.advance(12_000)
    element.report()
    ;(await until('.reasons li:nth-child(3) button')).click()
    const shots = await until('.shots')
    expect(shots.querySelectorAll('li')).to.have.length(3)
    unmount()
  })
})
