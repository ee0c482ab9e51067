import { expect } from '@open-wc/testing'
import { browserMedia } from './platform.js'

describe('what calls take from a browser', () => {
  it('is the browser’s own', () => {
    const platform = browserMedia(window)
    expect(platform.PeerConnection).to.equal(RTCPeerConnection)
    expect(platform.devices).to.equal(navigator.mediaDevices)
    expect(platform.isSecure).to.equal(true)
    expect(platform.stream([])).to.be.instanceOf(MediaStream)
    expect([platform.allows('camera'), platform.allows('microphone')]).to.deep.equal([true, true])
  })

  it('lacks what the browser lacks', () => {
    const page = {
      ...{ navigator: {}, document: {}, isSecureContext: false },
    } as unknown as Window & typeof globalThis
    const platform = browserMedia(page)
    expect([platform.PeerConnection, platform.devices, platform.isSecure]).to.deep.equal([
      undefined,
      undefined,
      false,
    ])
    expect(platform.allows('camera')).to.equal(true)
  })

  it('asks the page that embeds this one', async () => {
    const frame = document.createElement('iframe')
    frame.allow = "camera 'none'; microphone 'self'"
    frame.src = 'about:blank'
    document.body.append(frame)
    const inner = frame.contentWindow as (Window & typeof globalThis) | null
    if (!inner) throw new Error('no frame')
    const platform = browserMedia(inner)
    expect([platform.allows('camera'), platform.allows('microphone')]).to.deep.equal([false, true])
    frame.remove()
  })

  it('tells when the network changed, until nobody listens', () => {
    let changes = 0
    const stop = browserMedia(window).onNetwork?.(() => changes++)
    window.dispatchEvent(new Event('online'))
    stop?.()
    window.dispatchEvent(new Event('online'))
    expect(changes).to.equal(1)
  })
})
