import { expect } from '@open-wc/testing'
import { pieces } from './links.js'

const links = (text: string) =>
  pieces(text).flatMap(({ text: shown, href }) => (href === undefined ? [] : [shown]))

describe('links', () => {
  for (const [text, found] of [
    ['see https://tea.example/mint?from=1#top now', ['https://tea.example/mint?from=1#top']],
    ['HTTP://TEA.EXAMPLE', ['HTTP://TEA.EXAMPLE']],
    [
      '(https://tea.example/a_(b)), and https://chess.example.',
      ['https://tea.example/a_(b)', 'https://chess.example'],
    ],
    ['https://tea.example/?!…', ['https://tea.example/']],
    ['「https://tea.example/緑茶」、', ['https://tea.example/緑茶']],
    ['tea.example and www.tea.example', []],
    ['javascript:alert(1) data:text/html,x ftp://tea.example', []],
    ['https://localhost https://x https://', []],
    // Shows one place and leads to another.
    ['https://bank.example@elsewhere.example', []],
    ['https://bank.example:pw@elsewhere.example/', []],
    ['https://tea.example\u202egnp.exe', ['https://tea.example']],
    ['xhttps://tea.example', []],
  ] as const) {
    it(JSON.stringify(text), () => expect(links(text)).to.deep.equal(found))
  }

  it('lose not one character', () => {
    for (const text of [
      '',
      'a',
      'a https://tea.example b https://tea.example, c',
      '\n\nhttps://tea.example\n',
    ]) {
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).to.equal(text)
    }
  })

  it('name the place they lead to, in letters that cannot be mistaken', () => {
    const [link] = pieces('https://tеa.example/')
    expect(link?.host).to.match(/^xn--/)
  })

  it('are at most twenty in one message', () => {
    expect(links('https://tea.example '.repeat(30))).to.have.length(20)
  })

  it('are found in a hostile text without a long look', () => {
    const text = `${'https://'.repeat(200)}${'('.repeat(400)}`
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).to.equal(text)
  })
})
