import { REPORT } from '@stranger-chat/core/api'
import { expect } from '@open-wc/testing'
import { FRESH_MS } from '../commands.js'
import '../index.js'
import { file, FILES, NOW, report, row, someone } from '../testing/cases.js'
import { FakeApi, UNDO_MS } from '../testing/fake-api.js'
import { pasted } from '../../testing/fields.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { press } from '../testing/show.js'

const DAY = 24 * 60 * 60_000
const two = () => FILES.slice(0, 2)

describe('a decision', () => {
  afterEach(unmount)

  it('takes three keys, and the next case comes by itself', async () => {
    const { keys, fake, text, focused } = await mount({ fake: { files: two() } })
    await keys('n')
    expect(focused()).to.contain('Underage Q2RB-40TA')
    await keys('1')
    expect(focused()).to.contain('Confirm: Ban for 30 days')
    await keys('Enter')
    expect(fake.sent('/cases/case-minor-1/decide')).to.deep.equal([
      { version: 7, policies: ['minors'], action: 'ban', forMs: 30 * DAY, ground: 'terms' },
    ])
    expect(focused()).to.contain('Unwanted sexual content 7K3M-92QD')
    expect(fake.row('case-sexual-1')?.takenBy).to.equal('Robin')
    expect(text()).to.contain('Ban for 30 days Q2RB-40TA')
  })

  it('may be that nothing is to be done', async () => {
    const { keys, fake } = await mount({ fake: { files: two() } })
    await keys('n', '0', 'Enter')
    expect(fake.sent('/cases/case-minor-1/decide')).to.deep.equal([{ version: 7, policies: [] }])
  })

  it('isn’t made by Enter alone, nor by a key that was meant for the case before', async () => {
    const { keys, fake, button, settled } = await mount({ fake: { files: two() } })
    await keys('n', 'Enter', 'Enter')
    button('Choose what to do').click()
    await settled()
    expect(fake.asked.filter(({ path }) => path.endsWith('/decide'))).to.deep.equal([])
    await keys('1', 'Enter', 'Enter', 'Enter')
    expect(fake.asked.filter(({ path }) => path.endsWith('/decide')).length).to.equal(1)
  })

  it('isn’t chosen for a case that has only just come', async () => {
    const mounted = await mount({ fake: { files: two() } })
    const { keys, fake, settled, wait, text } = mounted
    await keys('n', '1', 'Enter')
    // The finger was faster than the case.
    press(mounted, '1', 0)
    await settled()
    expect(text()).to.contain('Choose what to do')
    await wait(FRESH_MS)
    press(mounted, '1', 0)
    await settled()
    expect(text()).to.contain('Confirm: Ban for 7 days')
    expect(fake.asked.filter(({ path }) => path.endsWith('/decide')).length).to.equal(1)
  })

  it('isn’t made twice by an impatient finger', async () => {
    const { keys, button, settled, fake } = await mount({ fake: { files: two() } })
    await keys('n', '1')
    const confirm = button('Confirm')
    confirm.click()
    confirm.click()
    await settled()
    expect(fake.sent('/cases/case-minor-1/decide').length).to.equal(1)
  })

  it('waits where the words to the person are too many, and loses none of them', async () => {
    const { keys, find, settled, button, fake, text } = await mount({ fake: { files: two() } })
    await keys('n', '1')
    pasted(find('.message textarea'), 'x'.repeat(REPORT.note + 2))
    await settled()
    expect(find<HTMLTextAreaElement>('.message textarea').value).to.have.length(REPORT.note + 2)
    expect(text()).to.contain('2 characters too many')
    button('Shorten your words first').click()
    await settled()
    expect(fake.sent('/cases/case-minor-1/decide')).to.deep.equal([])
    expect(find('.notice').textContent).to.contain('Shorten your words first')
    pasted(find('.message textarea'), 'x'.repeat(REPORT.note))
    await settled()
    button('Confirm').click()
    await settled()
    expect(fake.sent('/cases/case-minor-1/decide')).to.have.length(1)
  })

  it('can be changed in every part', async () => {
    const { keys, find, all, settled, fake } = await mount({ fake: { files: two() } })
    await keys('n', '2')
    const [action, ground] = all('.adjust select')
    if (!(action instanceof HTMLSelectElement) || !(ground instanceof HTMLSelectElement))
      throw new Error('no selects')
    action.value = 'mute'
    action.dispatchEvent(new Event('change'))
    ground.value = 'legal'
    ground.dispatchEvent(new Event('change'))
    await settled()
    const length = all('.adjust select')[1]
    if (!(length instanceof HTMLSelectElement)) throw new Error('no length')
    length.value = String(6 * 60 * 60_000)
    length.dispatchEvent(new Event('change'))
    find('.policies label:nth-child(5) input').click()
    const field = find<HTMLTextAreaElement>('textarea')
    field.value = 'Be kind.'
    field.dispatchEvent(new Event('input'))
    await settled()
    find('.confirm').click()
    await settled()
    expect(fake.sent('/cases/case-minor-1/decide')).to.deep.equal([
      {
        version: 7,
        policies: ['minors', 'harassment'],
        action: 'mute',
        forMs: 6 * 60 * 60_000,
        ground: 'legal',
        message: 'Be kind.',
      },
    ])
  })

  it('leaves words alone: what is typed is no command, and Esc leads back to the keys', async () => {
    const { keys, find, fake, focused } = await mount({ fake: { files: two() } })
    await keys('n', 'm')
    expect(find('textarea').matches(':focus')).to.equal(true)
    await keys('b', 'u', '1', 'n')
    expect(fake.sent('/cases/case-minor-1/leave')).to.deep.equal([])
    await keys('Escape')
    expect(focused()).to.contain('Underage')
    await keys('b')
    expect(fake.sent('/cases/case-minor-1/leave').length).to.equal(1)
  })
})

describe('a case beyond one’s role', () => {
  afterEach(unmount)

  it('is left to a senior by one key, waits as theirs, and that is said', async () => {
    const { keys, fake, text, wait, spoken } = await mount({
      fake: { files: two(), me: someone('helper') },
    })
    await keys('n', 'e')
    expect(fake.sent('/cases/case-minor-1/leave')).to.deep.equal([{ for: 'senior' }])
    await wait(300)
    expect(spoken()).to.contain('Case Q2RB-40TA waits for a senior moderator.')
    expect(text()).to.contain('Underage For a senior')
  })

  it('is nothing a senior leaves upwards', async () => {
    const { keys, fake, text } = await mount({ fake: { files: two(), me: someone('senior') } })
    await keys('n', 'e')
    expect(fake.sent('/cases/case-minor-1/leave')).to.deep.equal([])
    expect(text()).not.to.contain('Leave to a senior')
  })
})

describe('a notice that names no chat', () => {
  afterEach(unmount)
  const notice = () => [
    file({ row: row({ reason: 'illegal', nobody: true }), history: [], similar: [] }),
    ...two(),
  ]

  it('can be noted and nothing else, and says why', async () => {
    const { keys, all, text, fake, button } = await mount({ fake: { files: notice() } })
    expect(all('.card')[0]?.textContent).to.contain('names no chat')
    await keys('n')
    expect(all('.macro').map((one) => one.querySelector('span')?.textContent)).to.deep.equal([
      'Noted, nothing to be done here',
    ])
    expect(all('.adjust, .message').length).to.equal(0)
    expect(text()).to.contain('This notice names no chat, so there is nobody here who could be acted on.')
    expect(text()).not.to.contain('Nothing was ever decided about this person.')
    await keys('1', '2')
    button('Choose what to do')
    await keys('0', 'Enter')
    expect(fake.sent('/cases/case-sexual-1/decide')).to.deep.equal([{ version: 4, policies: [] }])
    expect(text()).to.contain('Noted, nothing to be done here 7K3M-92QD')
  })

  it('keeps no choice from before it was known to be about nobody', async () => {
    const { keys, fake, text } = await mount({ fake: { files: two() } })
    await keys('n', '1')
    fake.next.set('/cases/case-minor-1/decide', [400, { code: 'nobody', message: 'About nobody.' }])
    fake.change('case-minor-1', (one) => ({ ...one, row: { ...one.row, nobody: true } }))
    await keys('Enter')
    expect(text()).to.contain('This case is about nobody: it can only be noted.')
    expect(text()).to.contain('Choose what to do')
    expect(text()).to.contain('Noted, nothing to be done here')
  })
})

describe('reports that came while one decided', () => {
  afterEach(unmount)

  it('are said with Undo, on the screen and aloud', async () => {
    const { keys, fake, all, wait, spoken } = await mount({ fake: { files: two() } })
    await keys('n', '1')
    const undoUntil = NOW + 60_000
    fake.next.set('/cases/case-minor-1/decide', [200, { version: 8, undoUntil, unseen: 2 }])
    await keys('Enter')
    expect(all('.undo')[0]?.textContent).to.contain('2 more reports came meanwhile.')
    await wait(300)
    expect(spoken()).to.contain('2 more reports came meanwhile.')
  })

  it('aren’t mentioned where there were none', async () => {
    const { keys, all } = await mount({ fake: { files: two() } })
    await keys('n', '1', 'Enter')
    expect(all('.undo')[0]?.textContent).not.to.contain('meanwhile')
  })
})

describe('Stop after this one', () => {
  afterEach(unmount)
  const stop = ({ find }: Mounted) => find<HTMLInputElement>('.then input')

  it('takes no other case: whoever goes home locks nothing', async () => {
    const mounted = await mount({ fake: { files: two() } })
    const { keys, fake, all, text, focused, settled } = mounted
    await keys('n', '1')
    stop(mounted).click()
    await settled()
    await keys('Enter')
    expect(fake.row('case-minor-1')?.state).to.equal('decided')
    expect(fake.sent('/next').length).to.equal(1)
    expect(all('.case').length).to.equal(0)
    expect(fake.files.filter(({ row }) => row.takenBy === 'Robin')).to.deep.equal([])
    expect(focused()).to.equal('1 case waits')
    expect(text()).to.contain('Ban for 30 days Q2RB-40TA')
  })

  it('is remembered on this device until it is unticked', async () => {
    const first = await mount({ fake: { files: two() } })
    await first.keys('n')
    expect(stop(first).checked).to.equal(false)
    stop(first).click()
    const next = await mount({ fake: { files: two() }, device: first.device })
    await next.keys('n')
    expect(stop(next).checked).to.equal(true)
    stop(next).click()
    await next.settled()
    await next.keys('1', 'Enter')
    expect(next.all('.case').length).to.equal(1)
  })

  it('has a key, and what the key did is said', async () => {
    const mounted = await mount({ fake: { files: two() } })
    const { keys, wait, spoken } = mounted
    await keys('n', 's')
    await wait(300)
    expect(stop(mounted).checked).to.equal(true)
    expect(spoken()).to.contain('After this case you stop: no other is opened by itself.')
    await keys('s')
    await wait(300)
    expect(stop(mounted).checked).to.equal(false)
    expect(spoken()).to.contain('After this case the next one opens by itself.')
  })

  it('isn’t asked where no other comes anyway', async () => {
    const { keys, all } = await mount({ fake: { files: [] } })
    await keys('p')
    expect(all('.then').length).to.equal(0)
  })
})

describe('Undo', () => {
  afterEach(unmount)

  it('brings case and choice back, and puts the next one back in its place', async () => {
    const { keys, fake, text, focused } = await mount({ fake: { files: two() } })
    await keys('n', '2', 'Enter', 'u')
    expect(fake.sent('/cases/case-minor-1/undo')).to.deep.equal([{ version: 8 }])
    expect(fake.sent('/cases/case-sexual-1/leave').length).to.equal(1)
    expect(focused()).to.contain('Underage')
    expect(text()).to.contain('Taken back. Case Q2RB-40TA is on your desk again')
    expect(text()).to.contain('Confirm: End the chat')
  })

  it('counts down in figures, is said once, and is gone when it can’t be done', async () => {
    const { keys, wait, text, spoken, all } = await mount({ fake: { files: two() } })
    await keys('n', '1', 'Enter')
    await wait(300)
    expect(spoken()).to.contain('Case Q2RB-40TA is decided. You can undo it for 20 seconds.')
    await wait(4_700)
    expect(all('.count')[0]?.textContent).to.equal('15 seconds')
    expect(all('.count')[0]?.getAttribute('aria-hidden')).to.equal('true')
    await wait(UNDO_MS)
    expect(text()).not.to.contain('Undo')
  })

  it('holds for each decision, the last one by the key', async () => {
    const { keys, fake, all } = await mount()
    await keys('n', '1', 'Enter', '1', 'Enter')
    expect(all('.undo').length).to.equal(2)
    await keys('u')
    expect(fake.row('case-sexual-1')?.state).to.equal('open')
    expect(fake.row('case-minor-1')?.state).to.equal('decided')
    all('.undo button')[0]?.click()
    await keys('Shift')
    expect(fake.row('case-minor-1')?.state).to.equal('open')
  })

  it('says so when it comes too late', async () => {
    const { keys, fake, text, all } = await mount({ fake: { files: two() } })
    await keys('n', '1', 'Enter')
    fake.next.set('/cases/case-minor-1/undo', [409, { code: 'too_late', message: 'Too late.' }])
    await keys('u')
    expect(text()).to.contain('It is too late to undo this. The person can appeal.')
    expect(all('.undo').length).to.equal(0)
  })
})

describe('what goes wrong', () => {
  afterEach(unmount)
  const typed = async (options: Parameters<typeof mount>[0] = {}) => {
    const mounted = await mount({ fake: { files: two() }, ...options })
    await mounted.keys('n', '3')
    const field = mounted.find<HTMLTextAreaElement>('textarea')
    field.value = 'Half a page of careful words.'
    field.dispatchEvent(new Event('input'))
    await mounted.settled()
    return mounted
  }
  const message = (find: <T extends HTMLElement>(selector: string) => T) =>
    find<HTMLTextAreaElement>('textarea').value

  it('a case that changed is shown anew, with the choice kept', async () => {
    const { fake, click, text, find, all } = await typed()
    fake.change('case-minor-1', (one) => ({
      ...one,
      version: 9,
      reports: [...one.reports, report({ report: 'report-late-1', reason: 'threat' })],
    }))
    await click('Confirm')
    expect(text()).to.contain('1 more report came in while you looked.')
    expect(all('[role=tab]').length).to.equal(4)
    expect(message(find)).to.equal('Half a page of careful words.')
    await click('Confirm')
    expect(fake.sent('/cases/case-minor-1/decide').at(-1)).to.deep.include({
      version: 9,
      message: 'Half a page of careful words.',
    })
  })

  it('a case that somebody else took is closed, and what was typed waits for its return', async () => {
    const { fake, click, text, find, keys } = await typed()
    fake.next.set('/cases/case-minor-1/decide', [409, { code: 'taken', message: '' }])
    await click('Confirm')
    expect(text()).to.contain('Somebody else has this case now.')
    await keys('n')
    fake.change('case-minor-1', (one) => ({ ...one, row: row({ case: 'case-minor-1' }) }))
    await keys('b', 'n')
    expect(message(find)).to.equal('Half a page of careful words.')
  })

  it('a case whose hold ran out is taken again, if nobody else did', async () => {
    const { fake, click, text, find } = await typed()
    fake.next.set('/cases/case-minor-1/decide', [409, { code: 'not_yours', message: '' }])
    await click('Confirm')
    expect(text()).to.contain('Your choice is kept: look again, then confirm.')
    expect(message(find)).to.equal('Half a page of careful words.')
    fake.next.set('/cases/case-minor-1/decide', [409, { code: 'not_yours', message: '' }])
    fake.change('case-minor-1', (one) => ({ ...one, row: { ...one.row, takenBy: 'Lee' } }))
    await click('Confirm')
    expect(text()).to.contain('Somebody else has this case now.')
  })

  it('the next case isn’t taken while one is in hand', async () => {
    const { keys, fake, text } = await mount({ fake: { files: two() } })
    await keys('n', 'n')
    expect(fake.sent('/next').length).to.equal(1)
    expect(text()).to.contain('Decide this case first, or put it back.')
  })

  it('a lost answer loses nothing', async () => {
    const { fake, click, text, find, spoken, wait } = await typed()
    fake.next.set('/cases/case-minor-1/decide', 'lost')
    await click('Confirm')
    expect(text()).to.contain('The server didn’t answer. Nothing was lost; try again.')
    await wait(300)
    expect(spoken()).to.contain('Nothing was lost')
    expect(message(find)).to.equal('Half a page of careful words.')
    await click('Confirm')
    expect(fake.row('case-minor-1')?.state).to.equal('decided')
  })

  it('a lost session hides the evidence and keeps the words until the same person is back', async () => {
    const { fake, click, text, find } = await typed()
    const me = fake.me
    fake.me = null
    await click('Confirm')
    expect(text()).to.contain('Your session is over.')
    expect(text()).not.to.contain('im 13')
    fake.me = me
    await click('Try again')
    expect(text()).to.contain('im 13')
    expect(message(find)).to.equal('Half a page of careful words.')
  })

  it('a reload of the tab keeps the words as well', async () => {
    const before = await typed()
    await before.keys('Escape', 'b')
    const { keys, find } = await mount({ fake: { files: two() }, tab: before.tab })
    await keys('n')
    expect(message(find)).to.equal('Half a page of careful words.')
  })

  it('another person at the same desk finds nothing of the first', async () => {
    const { fake, click, text, all } = await typed()
    fake.me = null
    await click('Confirm')
    fake.me = {
      moderator: 'moderator-0002',
      name: 'Lee',
      role: 'senior',
      passkeys: false,
      canAddPasskey: false,
    }
    await click('Try again')
    expect(text()).to.contain('Lee')
    expect(all('textarea').length).to.equal(0)
  })

  it('a hold that runs out is said, and can be kept', async () => {
    const { keys, wait, text, click, fake } = await mount({ fake: { files: two() } })
    await keys('n')
    await wait(570_000)
    expect(text()).to.contain('Yours for another 30 seconds')
    await click('Keep it')
    expect(fake.sent('/cases/case-minor-1/open').length).to.equal(1)
    expect(text()).not.to.contain('Yours for another')
  })

  it('the next that can’t be had leaves no decided case on the desk', async () => {
    const { keys, fake, text, all } = await mount({ fake: { files: two() } })
    await keys('n', '1')
    fake.next.set('/next', 'lost')
    await keys('Enter')
    expect(all('.case').length).to.equal(0)
    expect(text()).to.contain('The server didn’t answer.')
    expect(text()).to.contain('Undo')
  })
})

describe('a hold', () => {
  afterEach(unmount)

  it('is placed and released, and the decision knows the version after it', async () => {
    const fake = new FakeApi({ files: [file({ row: row(), version: 4 })], now: () => NOW })
    const { keys, text } = await mount({ fake })
    await keys('n', 'h')
    expect(fake.sent('/cases/case-sexual-1/hold')).to.deep.equal([{ hold: true }])
    expect(text()).to.contain('On hold')
    await keys('h')
    expect(fake.sent('/cases/case-sexual-1/hold').at(-1)).to.deep.equal({ hold: false })
  })
})
