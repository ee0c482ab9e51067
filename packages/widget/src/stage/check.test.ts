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

async function looks(story: Calling, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    story.clock.advance(4_000)
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
