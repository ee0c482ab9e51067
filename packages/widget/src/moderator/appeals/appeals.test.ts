import { expect } from '@open-wc/testing'
import type { AppealRow, CaseFile } from '@stranger-chat/core/api'
import '../index.js'
import { FILES, NOW, someone } from '../testing/cases.js'
import { APPEALS } from '../testing/lists.js'
import { mount, unmount } from '../testing/mount.js'

describe('appeals', () => {
  afterEach(unmount)

  it('say what was decided, why, by whom, and what the person says', async () => {
    const { keys, text } = await mount()
    await keys('a')
    expect(text()).to.contain('Ban · fraud')
    expect(text()).to.contain('I shared a link to my own pottery class.')
    expect(text()).to.contain('Decided by Lee')
  })

  it('lead to what was decided on, which can be read and not decided again', async () => {
    const decided = FILES[0] as CaseFile
    const appeal = APPEALS[0] as AppealRow
    const files = [{ ...decided, row: { ...decided.row, state: 'decided', decidedAt: NOW } } as CaseFile]
    const appeals = [{ ...appeal, action: { ...appeal.action, case: decided.row.case } }]
    const { keys, click, text, all, fake } = await mount({ fake: { files, appeals } })
    await keys('a')
    await click('Look at the case')
    expect(fake.sent(`/cases/${decided.row.case}/open`)).to.have.length(1)
    expect(text()).to.contain('Verified')
    expect(text()).to.contain('Only an appeal changes it now.')
    expect(all('.confirm').length).to.equal(0)
  })

  it('are decided with two presses, the second of which says what it does', async () => {
    const { keys, click, fake, text } = await mount()
    await keys('a')
    await click('Overturn')
    expect(fake.sent('/appeals/action-ban-1/decide')).to.deep.equal([])
    await click('Really overturn, and undo it?')
    expect(fake.sent('/appeals/action-ban-1/decide')).to.deep.equal([{ overturn: true }])
    expect(text()).to.contain('Overturned: the action is undone, and they are told.')
    expect(text()).not.to.contain('pottery')
  })

  it('forget the first press when another answer is pressed', async () => {
    const { keys, click, fake } = await mount()
    await keys('a')
    await click('Overturn')
    await click('Let it stand')
    await click('Overturn')
    expect(fake.sent('/appeals/action-ban-1/decide')).to.deep.equal([])
  })

  it('aren’t judged by whoever decided, and the server’s word on that is final', async () => {
    const { keys, all, text, fake, click } = await mount()
    await keys('a')
    expect(all('.letter')[1]?.querySelectorAll('.row button').length).to.equal(0)
    expect(text()).to.contain(
      'This was your decision, and nobody else may judge it: you can from Nov 22, 2026',
    )
    fake.next.set('/appeals/action-ban-1/decide', [403, { code: 'own_decision', message: '' }])
    await click('Let it stand')
    await click('Really let it stand?')
    expect(text()).to.contain('You made this decision yourself')
  })
})

describe('an appeal that only somebody else may judge', () => {
  afterEach(unmount)

  for (const [lang, sentence] of [
    ['en', 'This was your decision: somebody else judges the appeal.'],
    ['id', 'Ini keputusanmu: orang lain yang menilai bandingnya.'],
  ] as const) {
    it(`names no time from which one may: ${lang}`, async () => {
      // Fetched when somebody asks for it: here it is there before.
      await import('../locales/id.js')
      const { keys, all } = await mount({ properties: { lang } })
      await keys('a')
      const said = all('.letter')[2]?.textContent ?? ''
      expect(said).to.contain(sentence)
      expect(said).not.to.contain('1970')
      expect(all('.letter')[2]?.querySelectorAll('.row button').length).to.equal(0)
    })
  }
})

describe('the log', () => {
  afterEach(unmount)

  it('tells what was done by whom, newest first, page by page', async () => {
    const { keys, all, click, text } = await mount()
    await keys('l')
    expect(all('.events li').length).to.equal(5)
    expect(text()).to.contain('Evidence looked at')
    await click('Show more')
    expect(all('.events li').length).to.equal(7)
    expect(all('.events li')[0]?.textContent).to.contain('Signed in')
  })

  it('gives decisions as files to those who may have them', async () => {
    const senior = await mount({ fake: { me: someone('senior') } })
    await senior.keys('l')
    expect(senior.find('a').getAttribute('href')).to.equal(
      'https://chat.example/v1/moderation/export/decisions.csv',
    )
    const helper = await mount({ fake: { me: someone('helper') } })
    await helper.keys('l')
    expect(helper.all('a').length).to.equal(0)
  })
})
