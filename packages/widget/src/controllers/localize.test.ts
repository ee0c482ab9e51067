import { expect } from '@open-wc/testing'
import { Localize } from './localize.js'
import { Phrases } from './phrases.js'

describe('words', () => {
  it('count by the rules of the language, in its own figures', () => {
    const words = new Localize()
    expect([0, 1, 2, 1_234].map((n) => words.t('newMessages', { n }))).to.deep.equal([
      '0 new messages',
      '1 new message',
      '2 new messages',
      '1,234 new messages',
    ])
  })

  it('put a value in as it is, once', () => {
    expect(new Localize().t('interestAdded', { interest: '{interest} {n}' })).to.equal(
      '{interest} {n} added.',
    )
  })

  it('take a catalogue for the language, and own words over it', async () => {
    const words = new Localize()
    await new Promise<void>((resolve) => words.use('id-ID', resolve))
    expect(words.t('stop')).to.equal('Berhenti')
    words.own = { stop: 'Udahan' }
    expect([words.t('stop'), words.t('send')]).to.deep.equal(['Udahan', 'Kirim'])
    words.use('en', () => {})
    expect(words.t('send')).to.equal('Send')
  })

  it('stay English for a tag that is none', () => {
    const words = new Localize()
    words.use('not a tag!', () => {})
    expect([words.lang, words.t('stop')]).to.deep.equal(['en', 'Stop'])
  })

  it('say a time in seconds, then in minutes', () => {
    const { time } = new Localize()
    expect([0, 1, 29_400, 89_000, 120_000].map(time)).to.deep.equal([
      '0 seconds',
      '1 second',
      '30 seconds',
      '89 seconds',
      '2 minutes',
    ])
  })

  it('make what writes a time once a language: it takes longer than drawing a message', () => {
    const words = new Localize()
    const { DateTimeFormat } = Intl
    let made = 0
    Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
      construct: (target, args) => {
        made++
        return new target(...args)
      },
    })
    try {
      const at = Date.UTC(2026, 10, 22, 20, 15)
      const before = words.clock(at)
      words.use('id', () => {})
      made = 0
      expect(words.clock(at)).not.to.equal(before)
      words.clock(at)
      words.clock(at)
      expect(made).to.equal(1)
    } finally {
      Intl.DateTimeFormat = DateTimeFormat
    }
  })

  it('know which scripts the house serif cannot write', () => {
    const words = new Localize()
    words.use('ja', () => {})
    expect(words.serif).to.equal(false)
  })

  it('read sentences without their names, in the order of the English ones, as the script build sends them', async () => {
    const english = { hello: 'Hello', left: { one: '{n} left', other: '{n} left' }, bye: 'Bye' }
    const words = new Phrases(english, () =>
      Promise.resolve({ default: ['Halo', { other: 'sisa {n}' }, 'Dah'] }),
    )
    await new Promise<void>((resolve) => words.use('id', resolve))
    expect([words.t('hello'), words.t('left', { n: 2 }), words.t('bye')]).to.deep.equal([
      'Halo',
      'sisa 2',
      'Dah',
    ])
  })
})
