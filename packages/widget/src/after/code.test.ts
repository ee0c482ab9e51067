import { expect } from '@open-wc/testing'
import { render } from 'lit'
import en from '../locales/after/en.js'
import calls from '../locales/calls/en.js'
import { coded } from './code.js'

describe('code in a sentence', () => {
  for (const [sentence, codes] of [
    [en.stopNoServerHint, ['<stranger-chat server="https://chat.example">']],
    [
      'If this is your server, start it with --origin https://page.example:8080.',
      ['--origin https://page.example:8080'],
    ],
    ['خادمك؟ شغّله مع --origin http://a.example وأعد المحاولة', ['--origin http://a.example']],
    [calls.problemPolicyHint, ['allow="camera; microphone"']],
    ['Nothing to type here. Not - even -- this.', []],
  ] as const) {
    it(JSON.stringify(sentence), () => {
      const place = document.createElement('p')
      render(coded(sentence), place)
      expect([...place.querySelectorAll('code[dir=ltr]')].map((code) => code.textContent)).to.deep.equal(
        codes,
      )
      expect(place.textContent).to.equal(sentence)
    })
  }
})
