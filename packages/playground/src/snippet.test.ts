import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factsOfWidget } from '../scripts/sources.ts'
import { snippet } from './snippet.ts'
import { parse, START, type State } from './state.ts'
import { states } from './testing/choices.ts'

const facts = await factsOfWidget()
const of = (hash: string, server?: string): readonly string[] =>
  snippet(parse(hash, facts), facts, server).map(({ code }) => code)

describe('by a script tag', () => {
  test('two lines are enough where nothing is chosen', () => {
    expect(of('')).toEqual([
      '<script type="module" src="https://chat.example/stranger-chat.js"></script>\n<stranger-chat></stranger-chat>\n',
    ])
  })

  test('there is what differs, in the order of the docs, and the script comes from the server', () => {
    expect(of('look=classic&layout=bubble&disabled=on&server=https://talk.example/chat/&theme=auto')).toEqual(
      [
        '<script type="module" src="https://talk.example/chat/stranger-chat.js"></script>\n' +
          '<stranger-chat layout="bubble" look="classic" disabled></stranger-chat>\n',
      ],
    )
  })

  test('colours are a rule of the element', () => {
    expect(of('--sc-accent=light-dark(%237a3b00, %23ffb37a)&--sc-radius=4px')).toEqual([
      '<script type="module" src="https://chat.example/stranger-chat.js"></script>\n' +
        '<style>\n  stranger-chat {\n    --sc-accent: light-dark(#7a3b00, #ffb37a);\n    --sc-radius: 4px;\n  }\n</style>\n' +
        '<stranger-chat></stranger-chat>\n',
    ])
  })

  test('many attributes stand one below the other', () => {
    const label = 'A word with somebody who is up as late as you are'
    expect(of(`label=${label}&interests=tea, chess`)[0]).toContain(
      `<stranger-chat\n  interests="tea, chess"\n  label="${label}"\n></stranger-chat>`,
    )
  })

  test('how it is looked at is nobody’s business', () => {
    expect(of('~scene=away&~width=320&~scheme=dark&~words=pseudo')).toEqual(of(''))
  })
})

test('from npm it is an import, a tag that names its server, and a style sheet', () => {
  expect(of('~form=npm&lang=id&--sc-accent=%23123456', 'http://localhost:8787')).toEqual([
    'npm install @stranger-chat/widget\n',
    "import '@stranger-chat/widget'\n",
    '<stranger-chat server="http://localhost:8787" lang="id"></stranger-chat>\n',
    'stranger-chat {\n  --sc-accent: #123456;\n}\n',
  ])
})

test('hostile text never leaves its attribute, and a value never its declaration', () => {
  const text = '[^"<>]*'
  const tag = `<stranger-chat(?:\\s+[a-z-]+(?:="${text}")?)*\\s*></stranger-chat>\n`
  const rule = '(stranger-chat \\{\n(?:  +--sc-[a-z-]+: [^;{}<>]+;\n)+ *\\}\n)'
  const page = new RegExp(
    `^<script type="module" src="https?://${text}/stranger-chat.js"></script>\n(?:<style>\n  ${rule}</style>\n)?${tag}$`,
  )
  const alone = { html: new RegExp(`^${tag}$`), css: new RegExp(`^${rule}$`) }
  fc.assert(
    fc.property(states(facts), (state) => {
      const blocks = Object.fromEntries(snippet(state, facts).map(({ title, code }) => [title, code]))
      if (state.view.form === 'script') expect(blocks['HTML']).toMatch(page)
      else {
        expect(blocks['HTML']).toMatch(alone.html)
        expect(blocks['CSS'] ?? 'stranger-chat {\n  --sc-none: x;\n}\n').toMatch(alone.css)
      }
    }),
  )
})

test('what is escaped is read back as it was', () => {
  const words = `"><script>&amp; 'tea' & <b>`
  const state: State = { ...START, attributes: new Map([['label', words]]) }
  const [{ code } = { code: '' }] = snippet(state, facts)
  const raw = /label="([^"]*)"/.exec(code)?.[1] ?? ''
  const read = raw
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
  expect(read).toBe(words)
})
