import { FakeClock } from '@stranger-chat/core/testing'
import type { FrameClassifier, Verdict } from '@stranger-chat/core/media'
import { expect } from '@open-wc/testing'
import { seen } from '../testing/call-scenes.js'
import { type Calling, mounts } from '../testing/mount-call.js'
import { unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import { fakeStream } from '../testing/stub-media.js'

const { mountCall, mountPreview } = mounts(() => new FakeClock())

/** A check that says what it is told to. */
function judge(...labels: Verdict['label'][]) {
  const classifier: FrameClassifier = {
    classify: async ({ width, height, pixels }) => {
      expect(pixels.length).to.equal(width * height * 4)
      return { label: labels.shift() ?? 'fine', score: 1 }
    },
    close: () => {},
  }
  return { make: async () => classifier }
}

async function looks(story: Calling, times: number, ms = 4_000): Promise<void> {
  for (let i = 0; i < times; i++) {
    story.clock.advance(ms)
    await settled()
    await story.rendered()
  }
}

describe('the check on this device', () => {
  afterEach(unmount)

  it('warns before a search, and stops nobody', async () => {
    const check = judge('explicit', 'explicit')
    const story = await mountPreview('video', { classifier: check.make })
    await story.pressWords('Turn on the camera')
    await seen(story.element, 'video.mine')
    await story.rendered()
    await looks(story, 1)
    expect(story.text()).not.to.contain('may not be welcome')
    await looks(story, 1)
    expect(story.text()).to.contain('This picture may not be welcome here.')
    expect(await story.said()).to.contain('This picture may not be welcome here.')
    await story.pressWords('Start')
    expect(story.client.called('start')).to.have.length(1)
  })

  it('covers the stranger’s picture when two of three are explicit, until the person wants it', async () => {
    const check = judge('explicit', 'fine', 'explicit', 'explicit')
    const story = await mountCall('video', 'clear', { classifier: check.make })
    await story.rendered()
    await looks(story, 2)
    expect(story.find('.screen').dataset['picture']).to.equal('on')
    await looks(story, 1)
    expect(story.find('.screen').dataset['picture']).to.equal('covered')
    expect(getComputedStyle(story.find('video.theirs')).opacity).to.equal('0')
    expect(story.text()).to.contain('This may be explicit.')
    expect(await story.said()).to.contain('This may be explicit.')
    expect(story.all('.tools')).to.deep.equal([])
    await story.pressWords('Show anyway')
    expect(story.find('.screen').dataset['picture']).to.equal('on')
    // Asked once, answered for this stranger.
    await looks(story, 3)
    expect(story.find('.screen').dataset['picture']).to.equal('on')
    expect(
      story.client.calls.filter(([name]) => ['stop', 'report', 'block', 'next'].includes(name)),
    ).to.deep.equal([])
  })

  it('lets the person leave from there', async () => {
    const story = await mountCall('video', 'clear', { classifier: judge('explicit', 'explicit').make })
    await story.rendered()
    await looks(story, 2)
    await story.pressWords('Leave')
    expect(story.client.state.end.get()?.reason).to.equal('you')
  })

  it('judges the next stranger anew', async () => {
    const check = judge('explicit', 'explicit')
    const story = await mountCall('video', 'clear', { classifier: check.make })
    await story.rendered()
    await looks(story, 2)
    story.find('[part~=button-next]').click()
    story.client.match({ id: 'chat-b', mode: 'video' })
    story.media.live('clear', fakeStream())
    await story.rendered()
    expect(story.find('.screen').dataset['picture']).to.equal('on')
  })

  it('that can’t work here is not tried again', async () => {
    let tries = 0
    const story = await mountCall('video', 'clear', {
      classifier: () => {
        tries++
        return Promise.reject(new Error('no wasm'))
      },
    })
    await story.rendered()
    await looks(story, 4)
    expect(tries).to.equal(1)
  })
})

describe('a camera that shows nothing', () => {
  afterEach(unmount)

  it('is told to its owner after a while, before a search and in a call', async () => {
    const story = await mountPreview('video')
    await story.pressWords('Turn on the camera')
    const dark = document.createElement('canvas')
    const ink = dark.getContext('2d')
    const stream = dark.captureStream(10)
    ink?.fillRect(0, 0, dark.width, dark.height)
    requestAnimationFrame(() => ink?.fillRect(0, 0, dark.width, dark.height))
    story.media.set({ local: { stream: stream as never } })
    await story.rendered()
    await seen(story.element, 'video.mine')
    await looks(story, 4, 1_000)
    expect(story.text()).to.contain('Is something in front of it?')
    await story.pressWords('Start')
    story.client.match({ mode: 'video' })
    await story.rendered()
    expect(story.text()).to.contain('Is something in front of it?')
  })

  it('is not looked at by a page that nobody sees, nor when it is off', async () => {
    const story = await mountPreview('video')
    await story.pressWords('Turn on the camera')
    await story.pressWords('Back')
    story.media.calls.length = 0
    await looks(story, 5, 1_000)
    expect(story.media.state.local.get().look).to.equal(null)
  })
})
