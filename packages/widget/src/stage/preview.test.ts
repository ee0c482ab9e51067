import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { DeviceProblem } from '@stranger-chat/core/media'
import { caller, PROBLEMS } from '../testing/call-scenes.js'
import { justPressed, mounts } from '../testing/mount-call.js'
import { unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import { StubMedia } from '../testing/stub-media.js'

const { mountCalls, mountPreview } = mounts(() => new FakeClock())

const offered = (all: (selector: string) => readonly HTMLElement[]) =>
  all('input[name=mode]').map((input) => (input as HTMLInputElement).value)

describe('the choice', () => {
  afterEach(unmount)

  it('is not there where a page offers text alone, and nothing of a call is loaded', async () => {
    const { all, press, client } = await mountCalls({ modes: ['text'] })
    expect(offered(all)).to.deep.equal([])
    await press('.go .primary')
    expect(startOf(client).mode).to.equal('text')
    expect(
      performance.getEntriesByType('resource').some(({ name }) => /\/stage\/opening|\/media\//.test(name)),
    ).to.equal(false)
  })

  it('is what the page names and the server has; before a server has spoken, what the page names', async () => {
    const client = caller()
    client.set({ gates: null, modes: ['text'] })
    const { all, rendered } = await mountCalls({}, client)
    expect(offered(all)).to.deep.equal(['text', 'voice', 'video'])
    client.set({ gates: [], modes: ['text', 'voice'] })
    await rendered()
    expect(offered(all)).to.deep.equal(['text', 'voice'])
  })

  it('begins with what the page names first, and the wish carries it', async () => {
    const { all, client, press, pressWords, until } = await mountCalls({ modes: ['voice', 'text'] })
    expect(offered(all)).to.deep.equal(['voice', 'text'])
    await press('.go .primary')
    await until('[data-room=preview]')
    await pressWords('Turn on the microphone')
    await pressWords('Start')
    expect(startOf(client).mode).to.equal('voice')
  })

  it('never promises what the server doesn’t keep: where calls may show addresses that is said', async () => {
    const { text, client, rendered, pressWords } = await mountPreview('video')
    expect(text()).to.contain('Your address isn’t shown to them.')
    client.set({ direct: true })
    await rendered()
    expect(text()).to.contain('In a call here they can see your address.')
    expect(text()).not.to.contain('isn’t shown')
    await pressWords('Back')
    expect(text()).to.contain('In a call here a stranger can see your address.')
    expect(text()).not.to.contain('never sees your address')
    // Before the server has said anything nothing is said of addresses in calls.
    client.set({ gates: null, direct: false })
    await rendered()
    expect(text()).not.to.contain('Your address isn’t shown to them.')
  })

  it('is made by keyboard, and remembered', async () => {
    const { find, client, element, rendered } = await mountCalls()
    find('input[value=text]').focus()
    await sendKeys({ press: 'ArrowRight' })
    await rendered()
    expect(find<HTMLInputElement>('input[value=voice]').checked).to.equal(true)
    client.match({ mode: 'voice' })
    client.over()
    element.stop()
    await rendered()
    expect(find<HTMLInputElement>('input[value=voice]').checked).to.equal(true)
  })

  it('a server without what was chosen is said, and nobody is looked for by another way', async () => {
    const client = caller()
    client.set({ gates: null })
    const { press, text, rendered } = await mountCalls({}, client)
    Object.assign(client, { connect: async () => client.set({ gates: [], modes: ['text'] }) })
    await press('input[value=video]')
    await press('.go .primary')
    await settled()
    await rendered()
    expect(text()).to.contain('This server doesn’t offer that.')
    expect(client.called('start')).to.deep.equal([])
  })

  for (const [support, words] of [
    ['unsupported', 'Voice and video don’t work in this browser; text goes on.'],
    ['insecure_context', 'https'],
  ] as const) {
    it(`stays with text and says why: ${support}`, async () => {
      const { press, find, untilSays, said, client } = await mountCalls({
        media: Object.assign(new StubMedia(), { support }),
      })
      await press('input[value=video]')
      await untilSays(words)
      expect(await said()).to.contain(words)
      expect(find<HTMLInputElement>('input[value=text]').checked).to.equal(true)
      // Again, and the mark is where the wish is.
      await press('input[value=voice]')
      await settled()
      expect(find<HTMLInputElement>('input[value=text]').checked).to.equal(true)
      await press('.go .primary')
      expect(startOf(client).mode).to.equal('text')
    })
  }
})

function startOf(client: ReturnType<typeof caller>): { readonly mode?: string } {
  const [options] = client.called('start').at(-1) ?? []
  return (options ?? {}) as { readonly mode?: string }
}

describe('the preview', () => {
  afterEach(unmount)

  it('starts no camera before it is asked to', async () => {
    const { media, client, text, button } = await mountPreview('video')
    expect(media.called('start')).to.deep.equal([])
    expect(client.called('start')).to.deep.equal([])
    expect(text()).to.contain('Nobody sees or hears you until you both say yes.')
    expect(text()).to.contain('Your address isn’t shown to them.')
    expect(button('Start').getAttribute('aria-disabled')).to.equal('true')
  })

  it('starts it at once for a person who pressed Start, never for a page that started by itself', async () => {
    const { element, media, press, until } = await mountCalls()
    await press('input[value=video]')
    justPressed(true)
    await element.start()
    await until('[data-room=preview]')
    expect(media.called('start')).to.deep.equal([[{ camera: true, microphone: true }]])
  })

  it('shows how one looks: mirrored, silent, in its place; then looks for somebody', async () => {
    const { media, client, find, pressWords } = await mountPreview('video')
    await pressWords('Turn on the camera')
    expect(media.called('start')).to.deep.equal([[{ camera: true, microphone: true }]])
    const mine = find<HTMLVideoElement>('video.mine')
    expect(mine.srcObject === media.state.local.get().stream).to.equal(true)
    expect([mine.muted, mine.playsInline, mine.disablePictureInPicture]).to.deep.equal([true, true, true])
    expect(getComputedStyle(mine).transform).to.equal('matrix(-1, 0, 0, 1, 0, 0)')
    await pressWords('Start')
    expect(startOf(client).mode).to.equal('video')
    expect(find('[data-room]').dataset['room']).to.equal('talk')
  })

  it('lets the person choose which devices', async () => {
    const { media, find, pressWords } = await mountPreview('video')
    await pressWords('Turn on the camera')
    const select = find<HTMLSelectElement>('select[data-device=camera]')
    expect([...select.options].map(({ text }) => text)).to.deep.equal(['Built-in camera', 'Desk camera'])
    select.value = 'camera-2'
    select.dispatchEvent(new Event('change'))
    expect(media.called('select')).to.deep.equal([[{ camera: 'camera-2' }]])
  })

  it('numbers devices that have no name yet', async () => {
    const { media, find, pressWords, rendered } = await mountPreview('voice')
    await pressWords('Turn on the microphone')
    media.set({ local: { microphones: [{ id: 'a', label: '' }] } })
    await rendered()
    expect(find('select[data-device=microphone]').textContent?.trim()).to.equal('Microphone 1')
  })

  it('takes the light away again by Back and by Esc', async () => {
    const { media, find, pressWords } = await mountPreview('video')
    await pressWords('Turn on the camera')
    await pressWords('Back')
    expect(media.called('release')).to.deep.equal([[{ camera: true, microphone: true }]])
    expect(find('[data-room]').dataset['room']).to.equal('welcome')
    await pressWords('Start talking')
    find('h2').focus()
    await sendKeys({ press: 'Escape' })
    expect(find('[data-room]').dataset['room']).to.equal('welcome')
  })

  it('keeps the focus inside, on its first line', async () => {
    const story = await mountCalls()
    await story.press('input[value=video]')
    story.button('Start talking').focus()
    await story.press('.go .primary')
    await story.until('[data-room=preview]')
    await story.rendered()
    expect(story.element.shadowRoot?.activeElement?.textContent?.trim()).to.equal('First, your camera.')
  })

  it('comes after the gate', async () => {
    const story = await mountCalls()
    story.client.set({ gates: [{ kind: 'age', choices: [18] }] })
    await story.press('input[value=video]')
    await story.press('.go .primary')
    expect(story.find('[data-room]').dataset['room']).to.equal('gate')
    story.all('[name=age]').at(-1)?.click()
    await story.press('.go .primary, [part~=button-start]')
    await story.until('[data-room=preview]')
    expect(story.client.called('start')).to.deep.equal([])
  })

  it('isn’t in the way of the next chat while the devices are still on', async () => {
    const { client, element, pressWords, find } = await mountPreview('video')
    await pressWords('Turn on the camera')
    await pressWords('Start')
    client.match({ mode: 'video' })
    client.over()
    element.next()
    expect(client.state.phase.get()).to.equal('searching')
    expect(find('[data-room]').dataset['room']).to.equal('talk')
  })

  for (const look of ['covered', 'frozen'] as const) {
    it(`says when the camera shows nothing: ${look}`, async () => {
      const { media, text, said, pressWords, rendered } = await mountPreview('video')
      await pressWords('Turn on the camera')
      media.set({ local: { look } })
      await rendered()
      const words = look === 'covered' ? 'Is something in front of it?' : 'Is the camera all right?'
      expect(text()).to.contain(words)
      expect(await said()).to.contain(words)
    })
  }

  const SAYS: Readonly<Record<(typeof PROBLEMS)[number], string>> = {
    permission_denied: 'Open the sign beside the page’s address',
    permission_policy: 'allow="camera; microphone"',
    no_camera: 'No camera was found.',
    device_busy: 'Close the other app or tab',
    constraints: 'Choose another one',
    insecure_context: 'https',
    unsupported: 'This browser has no calls.',
    unplugged: 'Plug it in again',
    failed: 'restart the browser',
  }
  const HOPELESS: ReadonlySet<DeviceProblem> = new Set([
    'permission_policy',
    'insecure_context',
    'unsupported',
  ])
  const NO_DEVICE: ReadonlySet<DeviceProblem> = new Set(['insecure_context', 'unsupported'])
  for (const problem of PROBLEMS) {
    it(`has words and ways on: ${problem}`, async () => {
      const { element, media, find, all, text, said, pressWords } = await mountPreview('video')
      const heard: unknown[] = []
      element.addEventListener('sc-media-error', ({ detail }) => heard.push(detail))
      media.failing = { camera: problem }
      await pressWords('Turn on the camera')
      expect(find('.problem').dataset['problem']).to.equal(problem)
      expect(text()).to.contain(SAYS[problem])
      expect(await said()).to.contain(SAYS[problem])
      expect(heard).to.deep.equal([{ code: problem, device: 'camera' }])
      expect(all('.problem button').map((button) => button.textContent?.trim())).to.deep.equal([
        ...(HOPELESS.has(problem) ? [] : ['Try again']),
        ...(NO_DEVICE.has(problem) ? [] : ['Voice only']),
        'Text only',
      ])
    })
  }

  it('tries again', async () => {
    const { media, find, pressWords } = await mountPreview('video')
    media.failing = { camera: 'device_busy' }
    await pressWords('Turn on the camera')
    media.failing = {}
    await pressWords('Try again')
    expect(find('video.mine').ariaLabel).to.equal('Your own picture, mirrored')
  })

  it('goes on by voice without the camera', async () => {
    const { client, media, text, pressWords, all } = await mountPreview('video')
    media.failing = { camera: 'no_camera' }
    await pressWords('Turn on the camera')
    await pressWords('Voice only')
    expect(text()).to.contain('Your microphone is on.')
    expect(all('video')).to.deep.equal([])
    await pressWords('Start')
    expect(startOf(client).mode).to.equal('voice')
  })

  it('goes on by text, with everything off', async () => {
    const { client, media, pressWords } = await mountPreview('video')
    media.failing = { camera: 'permission_denied' }
    await pressWords('Turn on the camera')
    await pressWords('Text only')
    expect(startOf(client).mode).to.equal('text')
    expect(media.state.local.get().microphone.state).to.equal('off')
  })

  it('says what is the matter with both at once', async () => {
    const { media, text, said, pressWords } = await mountPreview('video')
    media.failing = { camera: 'permission_denied', microphone: 'permission_denied' }
    await pressWords('Turn on the camera')
    expect(text()).to.contain('This page may not use camera and microphone.')
    expect((await said()).match(/This page may not use/g)).to.have.length(1)
  })

  it('lets a person without a microphone go on, and says what that means', async () => {
    const { client, media, text, pressWords } = await mountPreview('video')
    media.failing = { microphone: 'no_microphone' }
    await pressWords('Turn on the camera')
    expect(text()).to.contain('No microphone was found.')
    expect(text()).to.contain('they won’t hear you')
    await pressWords('Start')
    expect(startOf(client).mode).to.equal('video')
  })

  it('waits in words while the browser asks', async () => {
    const { media, text, pressWords } = await mountPreview('video')
    media.asking = true
    await pressWords('Turn on the camera')
    expect(text()).to.contain('Waiting for your browser to allow it.')
  })

  it('speaks the interface’s language', async () => {
    const { untilSays } = await mountPreview('video', { lang: 'id' })
    await untilSays('Kameramu dulu.')
  })
})
