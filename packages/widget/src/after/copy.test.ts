import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { ANNOUNCE_MS } from '../controllers/announcer.js'
import { mount, unmount } from '../testing/mount.js'

async function talked() {
  const clock = new FakeClock()
  const mounted = await mount(clock)
  const { client, element, all, rendered } = mounted
  client.match()
  client.receive('Do you like tea?\nI do.')
  await rendered()
  element.send('Mint: https://tea.example/mint')
  client.acknowledge()
  client.receive('👩‍👩‍👧‍👦')
  await rendered()
  /** What is said next; nothing stays from before. */
  const heard = () => {
    clock.advance(ANNOUNCE_MS)
    return all('.live')
      .map((region) => region.textContent)
      .join(' ')
      .trim()
  }
  heard()
  return { clock, heard, ...mounted }
}

/** What the browser was given instead of its own choice, or null. */
async function copied(): Promise<string | null> {
  let given: string | null = null
  const listen = (event: ClipboardEvent) => {
    if (event.defaultPrevented) given = event.clipboardData?.getData('text/plain') ?? null
  }
  window.addEventListener('copy', listen)
  await sendKeys({ down: 'Control' })
  await sendKeys({ press: 'KeyC' })
  await sendKeys({ up: 'Control' })
  window.removeEventListener('copy', listen)
  return given
}

/** Stands in for the browser where it is told to copy; gives back what takes it away again. */
function byHand(execCommand: () => boolean): () => void {
  Object.assign(document, { execCommand })
  return () => void Reflect.deleteProperty(document, 'execCommand')
}

function select(from: Node, to: Node): void {
  getSelection()?.setBaseAndExtent(from, 0, to, to.childNodes.length)
}

describe('copying', () => {
  afterEach(() => {
    getSelection()?.removeAllRanges()
    unmount()
  })

  it('takes the words of the message that has the focus, and says so', async () => {
    const { all, heard } = await talked()
    all('.message')[0]?.focus()
    expect(await copied()).to.equal('Do you like tea?\nI do.')
    expect(heard()).to.equal('Copied.')
    all('.message')[1]?.focus()
    expect(await copied()).to.equal('Mint: https://tea.example/mint')
  })

  it('takes them from a link within it as well', async () => {
    const { find } = await talked()
    find('.bubble a').focus()
    expect(await copied()).to.equal('Mint: https://tea.example/mint')
  })

  it('leaves a selection to the browser, which then holds who said what', async () => {
    const { all, heard } = await talked()
    const messages = all('.message')
    messages[1]?.focus()
    const [first, , last] = messages
    if (!first || !last) throw new Error('three messages')
    select(first, last)
    expect(await copied()).to.equal(null)
    const lines = (getSelection()?.toString() ?? '').split(/\n+/).filter(Boolean)
    expect(lines).to.deep.equal([
      'Stranger:',
      'Do you like tea?',
      'I do.',
      'You:',
      'Mint: https://tea.example/mint',
      'Stranger:',
      '👩‍👩‍👧‍👦',
    ])
    expect(heard()).to.equal('Copied.')
  })

  it('gives nothing where no message has the focus', async () => {
    const { find, heard } = await talked()
    find('.log').focus()
    expect(await copied()).to.equal(null)
    expect(heard()).to.not.contain('Copied')
  })

  describe('of the whole conversation', () => {
    const { clipboard } = navigator
    const replace = (value: unknown) =>
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value })
    afterEach(() => replace(clipboard))

    async function over() {
      const mounted = await talked()
      mounted.client.over('left')
      await mounted.rendered()
      mounted.heard()
      return mounted
    }
    const transcript =
      /^\[.+\] Stranger: Do you like tea\?\nI do\.\n\[.+\] You: Mint: .+\n\[.+\] Stranger: 👩‍👩‍👧‍👦\n$/

    it('stands beside Save once it is over, and says that it is done', async () => {
      const { button, heard } = await over()
      const written: string[] = []
      replace({ writeText: (text: string) => Promise.resolve(void written.push(text)) })
      button('Copy').click()
      await new Promise((resolve) => setTimeout(resolve))
      expect(written).to.have.length(1)
      expect(written[0]).to.match(transcript)
      expect(heard()).to.equal('Copied.')
    })

    for (const [why, value] of [
      ['has no clipboard', undefined],
      ['may not use it', { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }],
    ] as const) {
      it(`is done the old way in a page that ${why}`, async () => {
        const { button, heard } = await over()
        replace(value)
        let given = ''
        const restore = byHand(() => {
          const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true })
          document.dispatchEvent(event)
          given = event.clipboardData?.getData('text/plain') ?? ''
          return true
        })
        try {
          button('Copy').click()
          await new Promise((resolve) => setTimeout(resolve))
        } finally {
          restore()
        }
        expect(given).to.match(transcript)
        expect(heard()).to.equal('Copied.')
      })
    }

    it('says what to do where nothing can be copied', async () => {
      const { button, heard } = await over()
      replace(undefined)
      const restore = byHand(() => false)
      try {
        button('Copy').click()
        await new Promise((resolve) => setTimeout(resolve))
      } finally {
        restore()
      }
      expect(heard()).to.equal('This page may not copy. Save it as a file.')
    })
  })
})

describe('saving during a chat', () => {
  afterEach(unmount)

  it('gives a file, says so, and needs something to have been said', async () => {
    const saved: string[] = []
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push(this.download)
    }
    try {
      const empty = await mount(new FakeClock())
      empty.client.match()
      await empty.rendered()
      expect(empty.element.save()).to.equal(false)
      const { element, heard } = await talked()
      expect(element.save()).to.equal(true)
      expect(saved).to.have.length(1)
      expect(heard()).to.equal('Saved as a file.')
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
  })
})
