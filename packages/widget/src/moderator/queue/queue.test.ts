import { expect } from '@open-wc/testing'
import '../index.js'
import { file, FILES, row } from '../testing/cases.js'
import { COUNTERS } from '../testing/lists.js'
import { FakeApi } from '../testing/fake-api.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'

/** Something was said on the live line, and what follows from it is on the screen. */
const heard = async ({ settled }: Mounted): Promise<void> => {
  // A stream's chunk arrives by tasks, not only by promises.
  for (let turns = 0; turns < 3; turns++) await settled()
}
const newcomer = (n: number) => file({ row: row({ case: `case-new-${n}`, number: `NEW-000${n}` }) })

describe('the queue', () => {
  afterEach(unmount)

  it('shows who waits, why, how long, how often they were reported, and who has them', async () => {
    const { all } = await mount()
    const cards = all('.card').map((one) => one.textContent?.replace(/\s+/g, ' ').trim())
    expect(cards[0]).to.contain('Underage 4 min Q2RB-40TA · 3 reports · priority 92')
    expect(cards[3]).to.match(/Spam 9 hr .* Lee has it until/)
    expect(all('.card')[3]?.getAttribute('aria-disabled')).to.equal('true')
  })

  it('doesn’t open a case that somebody else has', async () => {
    const { all, fake, settled } = await mount()
    all('.card')[3]?.click()
    await settled()
    expect(fake.sent('/cases/case-spam-1/open')).to.deep.equal([])
  })

  it('changes by itself, and tells of new cases together and politely', async () => {
    const mounted = await mount()
    const { fake, all, wait, spoken } = mounted
    fake.files.push(newcomer(1))
    fake.push('queue')
    await heard(mounted)
    expect(all('.card').length).to.equal(5)
    fake.files.push(newcomer(2))
    fake.push('queue')
    await heard(mounted)
    expect(spoken()).to.equal('')
    await wait(15_000)
    await wait(300)
    expect(spoken()).to.equal('2 new cases wait.')
    expect(all('.live')[2]?.textContent).to.equal('')
  })

  it('counts live', async () => {
    const mounted = await mount()
    expect(mounted.text()).to.contain('56 new cases in 24 hours; at most 7 in an hour, 4 in the last one.')
    mounted.fake.push('counters', { ...COUNTERS, decidedToday: 99 })
    await heard(mounted)
    expect(mounted.find('.figures').textContent).to.contain('99')
  })

  it('says when the line is down, and catches up when it is back', async () => {
    const mounted = await mount()
    const { fake, text, wait } = mounted
    fake.drop()
    await heard(mounted)
    expect(text()).to.contain('Reconnecting')
    fake.files.push(newcomer(1))
    await wait(1_000)
    await heard(mounted)
    expect(text()).to.contain('Live')
    expect(text()).to.contain('NEW-0001')
  })

  it('is live again when a page takes the console out and puts it back', async () => {
    const { fake, element, settled } = await mount()
    const place = element.parentElement
    element.remove()
    await settled()
    expect(fake.lines).to.equal(0)
    place?.append(element)
    await settled()
    expect(fake.lines).to.equal(1)
  })

  it('comes in pages, and a change leaves those that were opened', async () => {
    const files = [...FILES, newcomer(1), newcomer(2)]
    const mounted = await mount({ fake: { files, page: 2 } })
    expect(mounted.all('.card').length).to.equal(2)
    await mounted.click('Show more')
    expect(mounted.all('.card').length).to.equal(4)
    mounted.fake.push('queue')
    await heard(mounted)
    expect(mounted.all('.card').length).to.equal(4)
  })

  it('when empty offers a practice case that is labelled throughout and changes nothing', async () => {
    const { keys, text, fake, button } = await mount({ fake: { files: [] } })
    expect(text()).to.contain('Nobody waits.')
    expect(button('Try a practice case')).to.be.instanceOf(HTMLButtonElement)
    await keys('p')
    expect(text()).to.contain('Practice. This case is about nobody')
    await keys('1')
    expect(text()).to.contain('Confirm (practice): Ban for 7 days')
    await keys('Enter')
    expect(text()).to.match(/Ban for 7 days TRY-0001 · Practice/)
    expect(fake.sent('/cases/case-practice-1/decide').length).to.equal(1)
    await keys('u')
    expect(text()).to.contain('Practice. This case is about nobody')
  })

  it('ends with the session: what the line refuses is asked for once', async () => {
    const fake = new FakeApi()
    const mounted = await mount({ fake })
    fake.me = null
    fake.drop()
    await heard(mounted)
    await mounted.wait(1_000)
    await heard(mounted)
    expect(mounted.text()).to.contain('Your session is over.')
  })
})
