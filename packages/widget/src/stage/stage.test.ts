import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { caller } from '../testing/call-scenes.js'
import { mounts } from '../testing/mount-call.js'
import { unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import { fakeStream, StubMedia } from '../testing/stub-media.js'

const { mountCall, mountCalls } = mounts(() => new FakeClock())

const theirs = (find: <T extends HTMLElement>(selector: string) => T) =>
  find<HTMLVideoElement>('video.theirs')
const names = (buttons: readonly HTMLElement[]) => buttons.map((button) => button.textContent?.trim())

describe('the ladder', () => {
  afterEach(unmount)

  for (const [holds, step, words, rest] of [
    [null, 'voice', 'Ask for voice', ['Ask for blurred video']],
    ['voice', 'blurred', 'Ask for blurred video', ['Stop voice']],
    ['blurred', 'clear', 'Ask for clear video', ['Stop video']],
  ] as const) {
    it(`from ${holds ?? 'nothing'} the next step is ${step}, and what else there is`, async () => {
      const { media, all, pressWords } = await mountCall('video', holds)
      expect(names(all('.rungs button'))).to.deep.equal([words, ...rest])
      await pressWords(words)
      expect(media.called('agree')).to.deep.equal([[step]])
    })
  }

  it('at the top there are two ways back', async () => {
    const { media, pressWords, all } = await mountCall('video', 'clear')
    expect(names(all('.rungs button'))).to.deep.equal(['Back to blurred', 'Stop video'])
    await pressWords('Back to blurred')
    await pressWords('Stop video')
    expect(media.called('decline')).to.deep.equal([['clear'], ['blurred']])
  })

  it('whoever hears the stranger behind a closed bubble isn’t away, until the call goes silent', async () => {
    const { media, client, element, rendered } = await mountCall('voice', 'voice')
    element.layout = 'bubble'
    element.open = false
    await rendered()
    expect(client.called('setAway')).to.deep.equal([])
    media.set({ ladder: { mine: null, theirs: null, holds: null } })
    await rendered()
    expect(client.called('setAway')).to.deep.equal([[true]])
  })

  it('goes no further than the chat’s mode', async () => {
    const { all } = await mountCall('voice', 'voice')
    expect(names(all('.rungs button'))).to.deep.equal(['Stop voice'])
  })

  for (const [before, step, words] of [
    [null, 'voice', 'They would like to talk by voice.'],
    ['voice', 'blurred', 'They would like you to see each other, blurred.'],
    ['blurred', 'clear', 'They would like you to see each other clearly.'],
  ] as const) {
    it(`asks clearly, aloud too, and takes yes and no: ${step}`, async () => {
      const { media, find, said, calm, pressWords } = await mountCall('video', before)
      media.set({ ladder: { theirs: step, asked: step } })
      expect(await said()).to.contain(words)
      expect(find('.rungs').textContent).to.contain(words)
      await calm()
      await pressWords('Yes')
      await pressWords('No')
      expect(media.called('agree')).to.deep.equal([[step]])
      expect(media.called('decline')).to.deep.equal([[step]])
    })
  }

  it('takes no yes for a question that came under the finger: in the place of another, or after a press', async () => {
    const { clock, media, pressWords, rendered, button } = await mountCall('video', null)
    media.set({ ladder: { theirs: 'voice', asked: 'voice' } })
    await rendered()
    media.set({ ladder: { theirs: 'clear', asked: 'clear' } })
    await rendered()
    await pressWords('Yes')
    expect(media.called('agree')).to.deep.equal([])
    expect(button('Yes').ariaDisabled).to.equal('true')
    clock.advance(700)
    await rendered()
    expect(button('Yes').ariaDisabled).to.equal(null)
    media.set({ ladder: { theirs: 'voice', asked: 'voice' } })
    await rendered()
    clock.advance(700)
    await rendered()
    await pressWords('Yes')
    expect(media.called('agree')).to.deep.equal([['voice']])
    // Pressed twice in a hurry, with a stranger who waited for just that.
    media.set({ ladder: { mine: 'voice', holds: 'voice', asked: null } })
    await rendered()
    media.set({ ladder: { theirs: 'clear', asked: 'clear' } })
    await rendered()
    await pressWords('Yes')
    expect(media.called('agree')).to.deep.equal([['voice']])
    clock.advance(700)
    await rendered()
    await pressWords('Yes')
    expect(media.called('agree')).to.deep.equal([['voice'], ['clear']])
  })

  it('says what one asked, and takes it back', async () => {
    const { media, text, pressWords, rendered } = await mountCall('video', null)
    media.set({ ladder: { mine: 'voice', asking: 'voice' } })
    await rendered()
    expect(text()).to.contain('You asked for voice. Waiting for their answer.')
    await pressWords('Take it back')
    expect(media.called('decline')).to.deep.equal([['voice']])
  })

  it('tells a no calmly, and what holds, aloud', async () => {
    const { media, said, text } = await mountCall('video', 'voice')
    media.set({ ladder: { declined: 'blurred' } })
    expect(await said()).to.contain('No video for them, for now.')
    expect(text()).to.contain('No video for them, for now.')
    media.set({ ladder: { declined: null, mine: 'blurred', theirs: 'blurred', holds: 'blurred' } })
    expect(await said()).to.contain('You see each other, blurred.')
  })

  describe('asked for the blurred picture before there is a voice', () => {
    const ask = async (step: 'blurred' | 'clear' = 'blurred') => {
      const story = await mountCall('video', null)
      story.media.set({ ladder: { theirs: step, asked: step } })
      await story.calm()
      return story
    }

    it('says that they would be heard too, aloud as well', async () => {
      const { find, said } = await ask()
      const words = 'They would like you to hear and see each other, blurred.'
      expect(await said()).to.contain(words)
      expect(find('.rungs').textContent).to.contain(words)
    })

    it('takes yes to both at once', async () => {
      const { media, pressWords } = await ask()
      await pressWords('Yes')
      expect(media.called('agree')).to.deep.equal([['blurred']])
    })

    it('takes yes to the voice alone, and leaves no question behind', async () => {
      const { media, pressWords } = await ask()
      const agree = media.agree.bind(media)
      Object.assign(media, {
        agree: (step: 'voice') => {
          agree(step)
          media.set({ ladder: { mine: step, holds: step } })
        },
      })
      await pressWords('Voice only')
      await settled()
      expect(media.calls).to.deep.equal([
        ['agree', 'voice'],
        ['decline', 'blurred'],
      ])
    })

    it('takes no to both at once, and so is it taken back', async () => {
      const { media, pressWords, rendered } = await ask()
      await pressWords('No')
      media.set({ ladder: { theirs: null, asked: null, mine: 'blurred', asking: 'blurred' } })
      await rendered()
      await pressWords('Take it back')
      expect(media.called('decline')).to.deep.equal([['voice'], ['voice']])
    })

    it('names the voice where somebody asks for the clear picture at once', async () => {
      const { text, all } = await ask('clear')
      expect(text()).to.contain('They would like you to hear and see each other, clearly.')
      expect(names(all('.rungs button'))).to.deep.equal(['Yes', 'Voice only', 'No'])
    })

    it('is what one may ask oneself, and says so', async () => {
      const { media, text, said } = await mountCall('video', null)
      media.set({ ladder: { mine: 'blurred', asking: 'blurred' } })
      expect(await said()).to.contain('You asked for voice and blurred video.')
      expect(text()).to.contain('You asked for voice and blurred video.')
    })

    it('isn’t offered where the chat is by voice alone', async () => {
      const { all } = await mountCall('voice', null)
      expect(names(all('.rungs button'))).to.deep.equal(['Ask for voice'])
    })
  })

  it('takes no press for a yes that was on its way before the question was there', async () => {
    const { media, all, rendered, pressWords, calm } = await mountCall('video', null)
    media.set({ ladder: { theirs: 'blurred', asked: 'blurred' } })
    await rendered()
    const rests = () => all('.rungs button').map((one) => one.getAttribute('aria-disabled'))
    expect(rests()).to.deep.equal(['true', 'true', null])
    await pressWords('Yes')
    await pressWords('Voice only')
    await settled()
    expect(media.called('agree')).to.deep.equal([])
    await pressWords('No')
    expect(media.called('decline')).to.deep.equal([['voice']])
    await calm()
    expect(rests()).to.deep.equal([null, null, null])
  })

  it('asks for nothing by the second press of a doubled one', async () => {
    const { media, rendered, pressWords, calm } = await mountCall('video', null)
    media.set({ ladder: { theirs: 'voice', asked: 'voice' } })
    await calm()
    await pressWords('Yes')
    media.set({ ladder: { mine: 'voice', holds: 'voice', asked: null } })
    await rendered()
    await pressWords('Ask for blurred video')
    await settled()
    expect(media.called('agree')).to.deep.equal([['voice']])
    await pressWords('Stop voice')
    expect(media.called('decline')).to.deep.equal([['voice']])
  })

  it('keeps the question, and says beside it what doesn’t work', async () => {
    const { media, find, calm, pressWords } = await mountCall('video', 'voice')
    media.release({ camera: true })
    media.failing = { camera: 'device_busy' }
    media.set({ ladder: { theirs: 'blurred', asked: 'blurred' } })
    await calm()
    await pressWords('Yes')
    await settled()
    await calm()
    expect(media.called('agree')).to.deep.equal([])
    expect(find('.rungs').textContent).to.contain('They would like you to see each other, blurred.')
    expect(find('.plates').textContent).to.contain('Something else is using the camera.')
  })

  it('turns a device on before agreeing to what needs it', async () => {
    const { media, pressWords } = await mountCall('video', 'voice')
    media.release({ camera: true })
    media.calls.length = 0
    await pressWords('Ask for blurred video')
    await settled()
    expect(media.calls).to.deep.equal([
      ['start', { camera: true, microphone: false }],
      ['agree', 'blurred'],
    ])
  })

  it('agrees to nothing that can’t be given, and says why', async () => {
    const { media, pressWords, text, rendered } = await mountCall('video', 'voice')
    media.release({ camera: true })
    media.failing = { camera: 'device_busy' }
    await pressWords('Ask for blurred video')
    await settled()
    await rendered()
    expect(media.called('agree')).to.deep.equal([])
    expect(text()).to.contain('Something else is using the camera.')
  })

  it('answers no stranger but the one who asked', async () => {
    const { media, pressWords, rendered } = await mountCall('video', 'voice')
    media.release({ camera: true })
    let on: () => void = () => {}
    Object.assign(media, { start: () => new Promise<void>((resolve) => (on = resolve)) })
    await pressWords('Ask for blurred video')
    media.set({
      call: { chat: 'chat-0002' },
      local: { camera: { state: 'on', problem: null, id: null } },
    })
    on()
    await settled()
    await rendered()
    expect(media.called('agree')).to.deep.equal([])
  })

  it('keeps the focus on what the call says, when the pressed button is gone', async () => {
    const { media, button, element, rendered } = await mountCall('video', null)
    button('Ask for voice').focus()
    await sendKeys({ press: 'Enter' })
    media.set({ ladder: { mine: 'voice', asking: 'voice' } })
    await rendered()
    expect(element.shadowRoot?.activeElement?.textContent?.trim()).to.equal(
      'You asked for voice. Waiting for their answer.',
    )
  })

  it('tells the page how far it goes', async () => {
    const { element, media } = await mountCall('video', null)
    const heard: unknown[] = []
    element.addEventListener('sc-consent', ({ detail }) => heard.push(detail))
    media.set({ ladder: { mine: 'voice', asking: 'voice' } })
    media.set({ ladder: { mine: 'voice', theirs: 'voice', holds: 'voice', asking: null } })
    media.set({ ladder: { holds: null } })
    expect(heard).to.deep.equal([{ holds: 'voice' }, { holds: null }])
  })
})

describe('the stranger’s picture', () => {
  afterEach(unmount)

  it('is blurred until both agreed to be seen clearly, and again from the very turn in which one doesn’t', async () => {
    const { media, find } = await mountCall('video', 'blurred')
    const filter = () => getComputedStyle(theirs(find)).filter
    expect(filter()).to.equal('blur(24px)')
    expect(theirs(find).disablePictureInPicture).to.equal(true)
    media.set({ ladder: { holds: 'clear' } })
    expect(filter()).to.equal('none')
    expect(theirs(find).disablePictureInPicture).to.equal(false)
    media.set({ ladder: { holds: 'blurred' } })
    expect(filter()).to.equal('blur(24px)')
    expect(theirs(find).disablePictureInPicture).to.equal(true)
  })

  it('can be large or apart only when it is clear', async () => {
    const { media, all, rendered } = await mountCall('video', 'clear')
    expect(all('.tools button').map((button) => button.ariaLabel)).to.deep.equal([
      'Picture in picture',
      'Full screen',
    ])
    media.set({ ladder: { holds: 'blurred' } })
    await rendered()
    expect(all('.tools')).to.deep.equal([])
  })

  it('comes out of the full screen when it is blurred again', async () => {
    const { media, all, button, element, find } = await mountCall('video', 'clear')
    const root = element.shadowRoot
    const large = () =>
      new Promise((resolve) => document.addEventListener('fullscreenchange', resolve, { once: true }))
    const grown = large()
    button('Full screen').focus()
    await sendKeys({ press: 'Enter' })
    await grown
    expect(root?.fullscreenElement).to.equal(find('.call'))
    const tools = all('.tools button').map((one) => getComputedStyle(one))
    expect(tools[1]?.backgroundColor).to.equal(
      getComputedStyle(find('.send.primary, .tools .primary')).backgroundColor,
    )
    expect(tools[1]?.backgroundColor).not.to.equal(tools[0]?.backgroundColor)
    const shrunk = large()
    media.set({ ladder: { holds: 'blurred' } })
    await shrunk
    expect(root?.fullscreenElement).to.equal(null)
  })

  it('comes out of the full screen by Esc alone, where the browser leaves that to the page', async () => {
    const { client, button, element } = await mountCall('video', 'clear')
    const root = element.shadowRoot
    const changed = () =>
      new Promise((resolve) => document.addEventListener('fullscreenchange', resolve, { once: true }))
    const grown = changed()
    button('Full screen').focus()
    await sendKeys({ press: 'Enter' })
    await grown
    const shrunk = changed()
    await sendKeys({ press: 'Escape' })
    await shrunk
    expect(root?.fullscreenElement).to.equal(null)
    expect(button('Stop')).to.not.equal(null)
    expect(client.state.phase.get()).to.equal('chatting')
  })

  it('is gone in the turn in which the stream is', async () => {
    const { media, find } = await mountCall('video', 'clear')
    expect(theirs(find).srcObject === media.state.remote.get().stream).to.equal(true)
    media.set({ remote: { stream: null } })
    expect(theirs(find).srcObject === null).to.equal(true)
  })

  it('is gone in the turn in which Next is pressed, without a question, whatever the call still does', async () => {
    const { client, media, find, rendered } = await mountCall('video', 'clear')
    const old = media.state.remote.get().stream
    find('[part~=button-next]').click()
    expect(theirs(find).srcObject === null).to.equal(true)
    expect(getComputedStyle(theirs(find)).filter).to.equal('blur(24px)')
    expect(client.called('next')).to.have.length(1)
    // The call's own end comes later; till then no render brings the old picture back.
    media.set({ remote: { audio: false } })
    await rendered()
    expect(theirs(find).srcObject === null && media.state.remote.get().stream === old).to.equal(true)
    client.match({ id: 'chat-b', mode: 'video' })
    const fresh = fakeStream()
    media.set({ remote: { stream: fresh } })
    expect(Object.is(theirs(find).srcObject, fresh)).to.equal(true)
  })

  it('is gone in the turn in which the chat ends, even before the call says so', async () => {
    const { client, find } = await mountCall('video', 'clear')
    client.over('left')
    expect(theirs(find).srcObject === null).to.equal(true)
  })

  it('is gone when the chat is over, in the steps of the button too', async () => {
    const { client, media, find, pressWords, rendered } = await mountCall('video', 'clear')
    await pressWords('Stop')
    await pressWords('Really?')
    media.set({ remote: { stream: null }, call: { phase: 'ended', end: 'chat_over' } })
    await rendered()
    expect(theirs(find).srcObject === null).to.equal(true)
    await pressWords('New chat')
    expect(client.state.phase.get()).to.equal('searching')
  })

  it('offers a press where the browser keeps the sound back', async () => {
    const { media, find, all, said, pressWords, rendered } = await mountCall('video', 'clear')
    const video = theirs(find)
    let plays = 0
    video.play = () => {
      plays++
      return plays === 1 ? Promise.reject(new DOMException('no', 'NotAllowedError')) : Promise.resolve()
    }
    media.set({ remote: { stream: fakeStream() } })
    await settled()
    await rendered()
    expect(await said()).to.contain('Tap to hear them')
    await pressWords('Tap to hear them')
    expect(plays).to.equal(2)
    expect(all('.tap')).to.deep.equal([])
  })

  it('says in words what of theirs is off', async () => {
    const { media, text, rendered } = await mountCall('video', 'clear')
    media.set({ remote: { video: false, audio: false } })
    await rendered()
    expect(text()).to.contain('Their camera is off.')
    expect(text()).to.contain('They are muted.')
  })

  for (const [holds, off, words] of [
    ['voice', ['microphone'], 'They can’t hear you: your microphone is off.'],
    ['clear', ['microphone'], 'They can’t hear you: your microphone is off.'],
    ['clear', ['camera'], 'They can’t see you: your camera is off.'],
    ['blurred', ['camera', 'microphone'], 'They can’t see or hear you now.'],
    ['voice', ['audio'], 'They can hear you. You can’t hear them now.'],
    ['clear', ['video'], 'They can see you. You can’t see them now.'],
  ] as const) {
    it(`says who sees and hears whom while ${holds} holds and ${off.join(' and ')} is off`, async () => {
      const { media, find, rendered } = await mountCall('video', holds)
      for (const what of off)
        if (what === 'camera' || what === 'microphone') media.release({ [what]: true })
        else media.set({ remote: { [what]: false } })
      await rendered()
      expect(find('.rungs .say').textContent).to.equal(words)
    })
  }

  it('says aloud what they turn off, and nothing of the kind when they take a step back', async () => {
    const { media, said } = await mountCall('video', 'clear')
    media.set({ remote: { audio: false } })
    expect(await said()).to.contain('They are muted.')
    media.set({ remote: { audio: true } })
    media.set({ remote: { video: false } })
    media.set({ remote: { audio: false } })
    expect(await said()).to.equal('Their camera is off. They are muted.')
    media.set({ remote: { video: true } })
    media.set({ remote: { video: false } })
    media.set({ ladder: { holds: 'voice', mine: 'voice', theirs: 'voice', declined: 'blurred' } })
    const back = await said()
    expect(back).to.contain('You can hear each other.')
    expect(back).not.to.contain('Their camera is off.')
  })

  it('has a name', async () => {
    const { find } = await mountCall('video', 'clear')
    expect(theirs(find).ariaLabel).to.equal('The stranger’s picture')
  })
})

describe('the call', () => {
  afterEach(unmount)

  it('is not there in a chat by text', async () => {
    const client = caller('text')
    client.match()
    const { all } = await mountCalls({}, client)
    expect(all('.call')).to.deep.equal([])
  })

  it('takes its place in the search already, so that nothing jumps at the match', async () => {
    const story = await mountCall('video', null)
    const tall = story.find('.call').getBoundingClientRect().height
    story.element.next()
    await story.rendered()
    expect(story.find('.call').getBoundingClientRect().height).to.equal(tall)
    story.client.match({ mode: 'video' })
    await story.rendered()
    for (const change of [
      { asked: 'voice', theirs: 'voice' },
      { asked: null, asking: 'voice' },
      { asking: null, holds: 'clear' },
    ] as const) {
      story.media.set({ ladder: change })
      await story.rendered()
      expect(story.find('.call').getBoundingClientRect().height).to.equal(tall)
    }
  })

  for (const [phase, words] of [
    ['waiting', 'The call is getting ready.'],
    ['connecting', 'The call is connecting.'],
    ['reconnecting', 'The call broke off for a moment.'],
  ] as const) {
    it(`says that it is ${phase}`, async () => {
      const { media, text, rendered } = await mountCall('video', 'clear')
      media.set({ call: { phase } })
      await rendered()
      expect(text()).to.contain(words)
    })
  }

  it('says in the search already that the relay is out of reach', async () => {
    const story = await mountCall('video', null)
    story.element.next()
    story.media.set({ call: { phase: 'ended', end: 'turn_unreachable' } })
    await story.rendered()
    expect(story.find('.screen').textContent).to.contain('The server that carries calls can’t be reached')
  })

  for (const [end, words, again] of [
    ['hung_up', 'You ended the call. Text goes on.', 'Call again'],
    ['they_hung_up', 'They ended the call. Text goes on.', 'Call again'],
    ['ice_failed', 'No way was found for a call', 'Try again'],
    ['connection_lost', 'The call lost its connection.', 'Try again'],
    ['turn_unreachable', 'can’t be reached from here', 'Try again'],
    ['turn_auth', 'didn’t let you in', 'Try again'],
    ['unsupported', 'between your two browsers', null],
    ['replaced', 'A new call took its place.', null],
  ] as const) {
    it(`says why it ended, aloud too, and the way on: ${end}`, async () => {
      const { media, text, said, all, element, pressWords } = await mountCall('video', null)
      const heard: unknown[] = []
      element.addEventListener('sc-call', ({ detail }) => heard.push(detail))
      media.set({ call: { phase: 'ended', end } })
      expect(await said()).to.contain(words)
      expect(text()).to.contain(words)
      expect(heard).to.deep.equal([{ phase: 'ended', end }])
      expect(names(all('.rungs button'))).to.deep.equal(again ? [again] : [])
      if (again) await pressWords(again)
      expect(media.called('again')).to.have.length(again ? 1 : 0)
    })
  }

  it('says of an end only why, not that nothing holds any more', async () => {
    const { media, said } = await mountCall('video', 'clear')
    media.set({ ladder: { holds: null, mine: null, theirs: null } })
    media.set({ call: { phase: 'ended', end: 'they_hung_up' } })
    expect(await said()).to.equal('They ended the call. Text goes on.')
  })

  for (const lang of ['en', 'id'])
    it(`fits a panel as narrow as a small phone's, in ${lang}`, async () => {
      const { media, all, find, element, rendered, untilSays } = await mountCall('video', null, { lang })
      Object.assign(element.style, { inlineSize: '270px', blockSize: '400px' })
      if (lang === 'id') await untilSays('Minta suara')
      for (const change of [
        {},
        { holds: 'blurred' },
        { holds: 'clear' },
        { holds: null, asked: 'blurred' },
      ] as const) {
        media.set({ ladder: change })
        await rendered()
        const edge = find('.panel').getBoundingClientRect().right
        for (const one of all('.call button'))
          expect(one.getBoundingClientRect().right, one.textContent ?? '').to.be.below(edge)
        expect(find('.controls').getBoundingClientRect().bottom).to.be.at.most(
          find('.body').getBoundingClientRect().top,
        )
      }
    })

  it('says nothing of a question that has been answered by then', async () => {
    const { media, said } = await mountCall('video', null)
    media.set({ ladder: { mine: 'blurred', theirs: 'voice', holds: 'voice', asking: 'blurred' } })
    media.set({ ladder: { mine: 'voice', asking: null, declined: 'blurred' } })
    expect(await said()).to.equal('You can hear each other. No video for them, for now.')
  })

  it('says that it is connected, and that it comes back', async () => {
    const { media, said } = await mountCall('video', null)
    media.set({ call: { phase: 'reconnecting' } })
    expect(await said()).to.contain('It is coming back.')
    media.set({ call: { phase: 'live' } })
    expect(await said()).to.contain('The call is connected.')
  })

  it('has switches that say how they stand', async () => {
    const { media, button, press, find, rendered } = await mountCall('video', 'clear')
    const pressed = () => [button('Mute').ariaPressed, button('Camera off').ariaPressed]
    expect(pressed()).to.deep.equal(['false', 'false'])
    await press('[data-act=microphone]')
    await press('[data-act=camera]')
    expect(pressed()).to.deep.equal(['true', 'true'])
    expect(media.calls).to.deep.equal([
      ['mute', { microphone: true }],
      ['release', { camera: true }],
    ])
    expect(() => find('video.mine')).to.throw()
    await press('[data-act=microphone]')
    await press('[data-act=camera]')
    await rendered()
    expect(pressed()).to.deep.equal(['false', 'false'])
  })

  it('tries again only what went wrong', async () => {
    const { media, press, pressWords, rendered } = await mountCall('video', 'clear')
    await press('[data-act=microphone]')
    media.set({ local: { camera: { state: 'off', problem: 'unplugged', id: null }, stream: null } })
    await rendered()
    await pressWords('Try again')
    expect(media.called('start')).to.deep.equal([[{ camera: true, microphone: false }]])
  })

  it('ends by itself without ending the chat, and its lights go off', async () => {
    const { client, media, pressWords } = await mountCall('video', 'clear')
    await pressWords('End the call')
    expect(media.called('hangUp')).to.have.length(1)
    expect(client.state.phase.get()).to.equal('chatting')
    expect(media.called('release')).to.deep.equal([[{ camera: true, microphone: true }]])
  })

  it('lets the person change devices, in a dialog that Esc closes alone', async () => {
    const { client, all, press, find, media, rendered } = await mountCall('video', 'clear')
    await press('[data-act=devices]')
    expect(find<HTMLDialogElement>('dialog').open).to.equal(true)
    const select = find<HTMLSelectElement>('select[data-device=microphone]')
    select.value = 'microphone-2'
    select.dispatchEvent(new Event('change'))
    expect(media.called('select')).to.deep.equal([[{ microphone: 'microphone-2' }]])
    await sendKeys({ press: 'Escape' })
    await settled()
    await rendered()
    expect(all('dialog')).to.deep.equal([])
    expect(client.state.phase.get()).to.equal('chatting')
  })

  it('walks by Tab from the picture over the ladder and the switches to the words', async () => {
    const { element, find } = await mountCall('video', 'clear')
    find('[data-act=float]').focus()
    const stops: string[] = []
    for (let i = 0; i < 9; i++) {
      await sendKeys({ press: 'Tab' })
      const at = element.shadowRoot?.activeElement
      stops.push(at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '')
    }
    expect(stops).to.deep.equal([
      'Full screen',
      'Back to blurred',
      'Stop video',
      'Mute',
      'Camera off',
      'Camera and microphone',
      'End the call',
      'Next',
      'Conversation',
    ])
  })

  it('is taken up again after a reload, with everything off', async () => {
    const media = new StubMedia()
    const client = caller('video', [['stranger', 'Still there?', 0]])
    const { until, button } = await mountCalls({ media }, client)
    await until('.call')
    expect(media.called('start')).to.deep.equal([])
    expect(button('Camera off').ariaPressed).to.equal('true')
  })
})
