import { expect } from '@open-wc/testing'
import zh from '../locales/zh.js'
import { Localize } from './localize.js'
import type { Messages } from '../messages.js'
import { Phrases } from './phrases.js'

/** Words in a language, once its catalogue is there. */
async function speaking(tag: string): Promise<Localize> {
  const words = new Localize()
  await new Promise<void>((resolve) => words.use(tag, resolve))
  return words
}

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

  it('make what writes a time once a language: it takes longer than drawing a message', async () => {
    const words = await speaking('id')
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
      words.use('en', () => {})
      made = 0
      expect(words.clock(at)).not.to.equal(before)
      words.clock(at)
      words.clock(at)
      expect(made).to.equal(1)
    } finally {
      Intl.DateTimeFormat = DateTimeFormat
    }
  })

  it('know which scripts the house serif cannot write', async () => {
    expect((await speaking('ja')).serif).to.equal(false)
  })

  it('are English in all things until there are others', async () => {
    const words = new Localize()
    const come = new Promise<void>((resolve) => words.use('ar', resolve))
    const heard = () => [words.lang, words.fromRight, words.serif, words.t('newMessages', { n: 1_234 })]
    expect(heard()).to.deep.equal(['en', false, true, '1,234 new messages'])
    await come
    expect(heard().slice(0, 3)).to.deep.equal(['ar', true, false])
    words.use('fa', () => {})
    expect(heard().slice(0, 3)).to.deep.equal(['en', false, true])
  })

  for (const tag of ['nl', 'nb', 'no', 'he', 'iw', 'yue'])
    it(`are English, and called so, where there is no catalogue: ${tag}`, () => {
      const words = new Phrases<'left'>({ left: { one: '{n} left', other: '{n} left' } }, () =>
        Promise.resolve(undefined),
      )
      words.use(tag, () => expect.fail('there is none'))
      expect([words.lang, words.t('left', { n: 1_234 })]).to.deep.equal(['en', '1,234 left'])
    })

  it('are in the language of the page where the page brings its own', () => {
    const words = new Localize()
    words.use('nl', () => {})
    words.own = { newMessages: { one: '{n} bericht', other: '{n} berichten' } }
    expect([words.lang, words.t('newMessages', { n: 1_234 })]).to.deep.equal(['nl', '1.234 berichten'])
    words.own = {}
    expect(words.lang).to.equal('en')
  })

  it('keep the region of English, and of whatever has a catalogue', async () => {
    const words = await speaking('id-ID')
    expect(words.lang).to.equal('id-ID')
    words.use('en-GB', () => {})
    expect(words.lang).to.equal('en-GB')
  })

  it('know a language by its old code', async () => {
    expect((await speaking('in')).t('stop')).to.equal('Berhenti')
  })

  for (const [tag, lang] of [
    ['zh', 'zh'],
    ['zh-CN', 'zh-CN'],
    ['zh-Hans-TW', 'zh-Hans-TW'],
    ['zh-TW', 'zh-Hans'],
    ['zh-HK', 'zh-Hans'],
    ['zh-Hant', 'zh-Hans'],
    ['zh-Hant-MO', 'zh-Hans'],
  ] as const)
    it(`are simplified Chinese for ${tag}, and called ${lang}`, async () => {
      const words = await speaking(tag)
      expect([words.lang, words.t('stop')]).to.deep.equal([lang, zh.stop])
    })

  it('are traditional Chinese where the page brings them', async () => {
    const words = await speaking('zh-TW')
    words.own = { send: '傳送' }
    expect([words.lang, words.t('send')]).to.deep.equal(['zh-TW', '傳送'])
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

describe('words of a page that are none', () => {
  const { warn } = console
  const warnings: string[] = []
  before(() => {
    console.warn = (...words: unknown[]) => void warnings.push(words.join(' '))
  })
  beforeEach(() => void warnings.splice(0))
  after(() => {
    console.warn = warn
  })

  // Each with a key of its own: a warning is said once a page.
  for (const [name, key, wrong] of [
    ['a number', 'send', 5],
    ['nothing', 'stop', null],
    ['yes', 'report', true],
    ['a function', 'block', () => 'x'],
    ['a list', 'next', ['x']],
    ['texts one level too deep', 'welcomeTitle', { other: { other: 'x' } }],
    ['plural forms without the one that is always there', 'newMessages', { one: '{n} one' }],
    ['plural forms of which one is no text', 'minutes', { one: 5, other: '{n} min' }],
  ] as const)
    it(`are as if they weren’t given, and named once: ${name}`, () => {
      const [words, plain] = [new Localize(), new Localize()]
      for (let render = 0; render < 3; render++) words.own = { [key]: wrong, label: 'Own' } as never
      for (const n of [1, 2]) expect(words.t(key, { n })).to.equal(plain.t(key, { n }))
      expect(words.t('label')).to.equal('Own')
      expect(warnings).to.have.length(1)
      expect(warnings[0]).to.contain(key)
    })

  for (const wrong of [5, 'de', true, [], [5]])
    it(`may be no object at all: ${JSON.stringify(wrong)}`, () => {
      const words = new Localize()
      words.own = wrong as never
      expect(words.t('send')).to.equal('Send')
    })

  it('break nothing before the panel is there', () => {
    const words = new Phrases<keyof Messages>({ newMessages: { one: '{n} one', other: '{n} others' } }, () =>
      Promise.resolve(undefined),
    )
    for (const wrong of [5, null, true, ['x'], { other: 5 }, { one: 'x' }, { one: {}, other: {} }]) {
      words.own = { newMessages: wrong } as never
      expect(words.t('newMessages', { n: 2 }), JSON.stringify(wrong)).to.equal('2 others')
    }
    words.own = { newMessages: { one: 5, other: '{n} own' } } as never
    expect([1, 2].map((n) => words.t('newMessages', { n }))).to.deep.equal(['5', '2 own'])
  })

  it('are not missed where they are undefined', () => {
    const words = new Localize()
    words.own = { send: undefined } as never
    expect([words.t('send'), warnings]).to.deep.equal(['Send', []])
  })
})
