import { expect } from '@open-wc/testing'
import '../index.js'
import { someone } from '../testing/cases.js'
import { FakeApi, type FakeOptions } from '../testing/fake-api.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'

const OPEN = location.pathname + location.search

describe('who signs in', () => {
  afterEach(() => {
    unmount()
    history.replaceState(null, '', OPEN)
  })

  it('comes by a link, whose token leaves the address bar at once', async () => {
    history.replaceState({ kept: 1 }, '', `${OPEN}#invite=one-time_token.1`)
    const length = history.length
    const fake = new FakeApi({ me: null })
    const { text } = await mount({ fake })
    expect(location.href).not.to.contain('one-time')
    expect([history.length, history.state]).to.deep.equal([length, { kept: 1 }])
    expect(fake.sent('/signin')).to.deep.equal([{ invite: 'one-time_token.1' }])
    expect(text()).to.contain('Robin')
  })

  it('may open the link in a tab that is here already', async () => {
    const { fake, settled, text } = await mount({ fake: { me: null } })
    expect(text()).to.contain('Sign in to moderate.')
    const arrived = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = '#invite=another'
    await arrived
    await settled()
    expect(fake.sent('/signin')).to.deep.equal([{ invite: 'another' }])
    expect(location.hash).to.equal('')
    expect(text()).to.contain('4 cases wait')
  })

  it('is offered the operator’s provider, where there is one', async () => {
    const with_ = await mount({ fake: { me: null, provider: 'Example login' } })
    expect(with_.text()).to.contain('Sign in with Example login')
    const without = await mount({ fake: { me: null } })
    expect(without.text()).not.to.contain('Sign in with')
  })

  it('leaves fragments alone that are somebody else’s', async () => {
    history.replaceState(null, '', `${OPEN}#invite=<script>`)
    const { fake } = await mount({ fake: { me: null } })
    expect(location.hash).to.equal('#invite=%3Cscript%3E')
    expect(fake.sent('/signin')).to.deep.equal([])
  })

  it('hears why a link let nobody in, and how to get another', async () => {
    history.replaceState(null, '', `${OPEN}#invite=used`)
    const { text } = await mount({ fake: { me: null } })
    expect(text()).to.contain('This link was used before, or is too old.')
    expect(text()).to.contain('stranger-chat moderator invite')
  })

  it('keeps a link that didn’t reach the server', async () => {
    history.replaceState(null, '', `${OPEN}#invite=precious`)
    const fake = new FakeApi({ me: null })
    fake.next.set('/signin', 'lost')
    const { click, text } = await mount({ fake })
    expect(text()).to.contain('The server can’t be reached.')
    await click('Try again')
    expect(fake.sent('/signin')).to.deep.equal([{ invite: 'precious' }, { invite: 'precious' }])
    expect(text()).to.contain('4 cases wait')
  })

  it('is offered a passkey only where the server has them', async () => {
    const without = await mount({ fake: { me: null } })
    expect(() => without.button('Use a passkey')).to.throw()
    const with_ = await mount({ fake: { me: null, passkeys: true } })
    expect(with_.button('Use a passkey')).to.be.instanceOf(HTMLButtonElement)
  })

  it('signs out, and nothing of theirs stays for the next', async () => {
    const { keys, click, text, tab, fake } = await mount()
    await keys('n', '1')
    expect(tab.getItem('stranger-moderator/drafts')).to.contain('minors')
    await click('Sign out')
    expect(text()).to.contain('You are signed out.')
    expect(text()).not.to.contain('im 13')
    expect(tab.getItem('stranger-moderator/drafts')).to.equal(null)
    expect(fake.lines).to.equal(0)
  })

  it('gives back what is in hand before they sign out', async () => {
    const { keys, click, fake } = await mount()
    await keys('n')
    expect(fake.row('case-minor-1')?.takenBy).to.equal('Robin')
    await click('Sign out')
    expect(fake.row('case-minor-1')?.takenBy).to.equal(undefined)
    const [left, out] = ['/cases/case-minor-1/leave', '/signout'].map((wanted) =>
      fake.asked.findIndex(({ path }) => path === wanted),
    )
    expect(left).to.be.greaterThan(-1)
    expect(out).to.be.greaterThan(left ?? Infinity)
  })

  for (const [what, before, pressed] of [
    ['a decision', ['n', '1'], 'Confirm'],
    ['the next case', [], 'Take next'],
  ] as const) {
    it(`locks nothing by going while ${what} is still under way`, async () => {
      const { keys, button, settled, fake, text } = await mount()
      await keys(...before)
      button(pressed).click()
      button('Sign out').click()
      await settled()
      expect(text()).to.contain('You are signed out.')
      expect(fake.files.filter(({ row }) => row.takenBy === 'Robin')).to.deep.equal([])
    })
  }

  it('stays when what is in hand can’t be given back', async () => {
    const { keys, click, fake, text } = await mount()
    await keys('n')
    fake.next.set('/cases/case-minor-1/leave', 'lost')
    await click('Sign out')
    expect(text()).to.contain('The server didn’t answer.')
    expect(text()).to.contain('im 13')
    await click('Sign out')
    expect(text()).to.contain('You are signed out.')
  })

  it('sees no more than the role may do', async () => {
    const auditor = await mount({ fake: { me: someone('auditor') } })
    await auditor.keys('n', 'p')
    expect(auditor.all('.card button, button.card').length).to.equal(0)
    expect(auditor.text()).to.contain('You may read here.')
    expect(auditor.fake.sent('/next')).to.deep.equal([])
    await auditor.keys('a')
    expect(auditor.all('.letter button').length).to.equal(0)

    const moderator = await mount({ fake: { me: someone('moderator') } })
    await moderator.keys('n', 'h', 'a')
    expect(moderator.fake.sent('/cases/case-minor-1/hold')).to.deep.equal([])
    expect(moderator.all('.letter .row button').length).to.equal(0)

    const helper = await mount({ fake: { me: someone('helper') } })
    await helper.keys('n', 'h')
    expect(helper.text()).not.to.contain('Hold evidence')
    expect(
      helper
        .all('.macro')
        .map((one) => one.textContent)
        .join(),
    ).not.to.contain('Ban')
    expect(helper.fake.sent('/cases/case-minor-1/hold')).to.deep.equal([])
  })
})

describe('a link that is opened where somebody is signed in', () => {
  afterEach(() => {
    unmount()
    history.replaceState(null, '', OPEN)
  })
  const ann = someone('senior', { name: 'Ann' })
  const cem = someone('helper', { moderator: 'moderator-0002', name: 'Cem' })
  const followed = async (options: FakeOptions = {}) => {
    const mounted = await mount({ fake: { me: ann, invited: cem, ...options } })
    await mounted.keys('n', '1')
    const arrived = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = '#invite=link-of-cem'
    await arrived
    await mounted.settled()
    return mounted
  }

  it('asks before anybody acts under another name', async () => {
    const { find, fake, focused, keys } = await followed()
    const dialog = find<HTMLDialogElement>('dialog')
    expect(dialog.matches(':modal')).to.equal(true)
    const title = find(`#${dialog.getAttribute('aria-labelledby')}`).textContent
    expect(title).to.equal('You are signed in as Ann. Sign in as somebody else?')
    expect(find(`#${dialog.getAttribute('aria-describedby')}`).textContent).to.contain('under their name')
    expect(focused()).to.equal('Stay signed in as Ann')
    expect(location.hash).to.equal('')
    // Under a question no key reaches the case.
    await keys('b')
    expect(fake.sent('/cases/case-minor-1/leave')).to.deep.equal([])
    expect(fake.sent('/signin')).to.deep.equal([])
  })

  for (const [way, no] of [
    ['the button', ({ click }: Mounted) => click('Stay signed in as Ann')],
    [
      'Esc',
      ({ find, settled }: Mounted) => {
        find<HTMLDialogElement>('dialog').requestClose()
        return settled()
      },
    ],
  ] as const) {
    it(`is left unused where they stay, by ${way}; their case is where it was`, async () => {
      const mounted = await followed()
      await no(mounted)
      const { all, fake, text, keys } = mounted
      expect(all('dialog').length).to.equal(0)
      expect(fake.sent('/signin')).to.deep.equal([])
      expect(text()).to.contain('Ann')
      expect(text()).to.contain('Confirm: Ban for 30 days')
      await keys('b')
      expect(fake.sent('/cases/case-minor-1/leave').length).to.equal(1)
    })
  }

  it('lets in the other one where they go: with nothing of the first, and said by name', async () => {
    const { click, fake, find, text, tab, wait, spoken, all } = await followed()
    await click('Sign in as somebody else')
    const paths = fake.asked.map(({ path }) => path)
    expect(paths.indexOf('/cases/case-minor-1/leave')).to.be.greaterThan(-1)
    expect(paths.lastIndexOf('/signin')).to.be.greaterThan(paths.indexOf('/cases/case-minor-1/leave'))
    expect(fake.sent('/signin')).to.deep.equal([{ invite: 'link-of-cem' }])
    expect(find('.me').textContent).to.contain('Cem')
    expect(all('.case').length).to.equal(0)
    expect(tab.getItem('stranger-moderator/drafts')).to.equal(null)
    expect(text()).to.contain('You are signed in as Cem.')
    await wait(300)
    expect(spoken()).to.contain('You are signed in as Cem.')
    expect(fake.lines).to.equal(1)
  })

  it('that is used up leaves everybody where they are', async () => {
    const mounted = await mount({ fake: { me: ann } })
    history.replaceState(null, '', `${OPEN}#invite=used`)
    dispatchEvent(new HashChangeEvent('hashchange'))
    await mounted.settled()
    await mounted.click('Sign in as somebody else')
    expect(mounted.find('.me').textContent).to.contain('Ann')
    expect(mounted.text()).to.contain('This link was used before, or is too old.')
  })

  it('asks as well where the link opened the page', async () => {
    history.replaceState(null, '', `${OPEN}#invite=link-of-cem`)
    const { find, fake } = await mount({ fake: { me: ann, invited: cem } })
    expect(find('dialog').textContent).to.contain('You are signed in as Ann.')
    expect(fake.sent('/signin')).to.deep.equal([])
  })

  it('in another tab is noticed here as soon as this one is looked at', async () => {
    const { fake, find, text, keys, all, settled } = await mount({ fake: { me: ann } })
    await keys('n')
    fake.me = cem
    document.dispatchEvent(new Event('visibilitychange'))
    await settled()
    expect(find('.me').textContent).to.contain('Cem')
    expect(text()).to.contain('You are signed in as Cem.')
    expect(all('.case').length).to.equal(0)
  })
})
