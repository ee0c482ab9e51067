import { expect } from '@open-wc/testing'
import { SCENES } from './testing/scenes.js'
import type { Objections } from './testing/strict.js'

it('under a strict policy and Trusted Types the console goes through every state without an objection', async () => {
  const frame = document.createElement('iframe')
  frame.src = new URL('./testing/strict.html', import.meta.url).href
  const heard = new Promise<Objections>((resolve) => {
    addEventListener('message', ({ data, source }: MessageEvent<Objections>) => {
      if (source === frame.contentWindow) resolve(data)
    })
  })
  document.body.append(frame)
  const { shown, violations } = await heard
  frame.remove()
  expect(shown).to.equal(SCENES.length)
  expect(violations.map((one) => one.split(' ')[0])).to.deep.equal(['style-src-attr'])
}).timeout(30_000)
