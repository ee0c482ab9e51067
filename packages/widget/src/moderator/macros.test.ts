import { expect } from '@open-wc/testing'
import { ACTIONS, LASTING, REASONS, ROLES } from '@stranger-chat/core/api'
import { EMPTY, isMacro, missing, request, withMacro, withNothing } from './drafts.js'
import { lengths, offered } from './macros.js'
import { rights } from './roles.js'

const DAY = 24 * 60 * 60_000

describe('macros', () => {
  it('fit the reasons of the case, the gravest first, each once', () => {
    const both = offered(['sexual', 'spam', 'sexual'], rights('senior'))
    expect(both[0]).to.deep.include({ policies: ['sexual'], action: 'ban', forMs: 7 * DAY })
    expect(new Set(both.map((one) => JSON.stringify(one))).size).to.equal(both.length)
    expect(both.length).to.be.at.most(6)
  })

  it('offer no role what it may not do, and whoever decides at least one for every reason', () => {
    for (const role of ROLES) {
      const may = rights(role)
      for (const reason of REASONS) {
        const list = offered([reason], may)
        for (const { action, forMs } of list) {
          expect(may.actions).to.include(action)
          if (forMs !== undefined) expect(forMs).to.be.at.most(may.longest(action) ?? 0)
        }
        expect(list.length > 0, `${role} ${reason}`).to.equal(may.open)
      }
    }
  })

  it('last no longer than the server lets them', () => {
    for (const action of ACTIONS) {
      const times = lengths(action, rights('admin'))
      expect(times.length > 0, action).to.equal(LASTING[action] !== undefined)
      for (const ms of times) expect(ms).to.be.at.most(LASTING[action]?.most ?? 0)
    }
    expect(Math.max(...lengths('ban', rights('moderator')))).to.equal(30 * DAY)
    expect(Math.max(...lengths('ban', rights('senior')))).to.equal(365 * DAY)
  })
})

describe('a draft', () => {
  const [macro] = offered(['sexual'], rights('moderator'))
  if (!macro) throw new Error('no macro')

  it('takes a macro and keeps the message', () => {
    const draft = withMacro({ ...EMPTY, message: 'Please stop.' }, macro)
    expect(isMacro(draft, macro)).to.equal(true)
    expect(request(draft, 4)).to.deep.equal({
      version: 4,
      policies: ['sexual'],
      action: 'ban',
      forMs: 7 * DAY,
      ground: 'terms',
      message: 'Please stop.',
    })
  })

  it('says nothing but its version when nothing is to be done', () => {
    expect(request(withNothing(withMacro(EMPTY, macro)), 4)).to.deep.equal({ version: 4, policies: [] })
  })

  it('is no decision without a choice, nor an action without a rule', () => {
    expect(missing(EMPTY)).to.equal('choose')
    expect(missing({ ...EMPTY, choice: 'warn' })).to.equal('policy')
    expect(missing(withNothing(EMPTY))).to.equal(null)
    expect(missing(withMacro(EMPTY, macro))).to.equal(null)
  })
})
