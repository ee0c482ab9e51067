import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html } from './markup.js'

const HOSTILE = [
  '</textarea><script>alert(1)</script>',
  '" autofocus onfocus="alert(1)',
  "' onclick='alert(1)",
  '<!-- --><svg onload=alert(1)>',
  '&lt;script&gt; &#x3c;script&#x3e; &amp;amp;',
  '${alert(1)} {{alert(1)}} `',
  '\u202e<b>\u0000</b>\u2028',
  ']]><![CDATA[<img src=x onerror=alert(1)>',
]
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ';', '#', 'x', '3', 'c', '/', '=', ' ') }),
)

/** What a browser reads where text or a value in double quotes stands: nothing but these five are ever written as entities. */
const NAMES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const read = (written: string): string =>
  written.replace(/&(?:amp|lt|gt|quot|#39);/g, (name) => NAMES[name] ?? '')

describe('what somebody typed', () => {
  it('opens and closes nothing, whatever it is, and reads as it was typed', () => {
    fc.assert(
      fc.property(text, text, (one, two) => {
        const page = html`<p title="${one}">${two}</p>`.toString()
        const [, title = '', inner = ''] = /^<p title="([^"<>']*)">([^"<>']*)<\/p>$/.exec(page) ?? []
        expect([read(title), read(inner)]).toEqual([one, two])
        expect(`${title}${inner}`).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/)
      }),
    )
  })

  it('is escaped once, however deep the template it stands in', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const inner = html`<b>${typed}</b>`
        expect(html`<p>${html`${inner}`}</p><p>${[inner, inner]}</p>`.toString()).toBe(
          `<p>${inner.toString()}</p><p>${inner.toString()}${inner.toString()}</p>`,
        )
      }),
    )
  })

  it('can’t pass for markup by its shape', () => {
    const shaped = JSON.parse('{"text":"<b>"}') as string
    expect(() => html`<p>${shaped}</p>`.toString()).toThrow(TypeError)
  })
})

it('what isn’t there leaves nothing', () => {
  expect(html`<p>${undefined}${[]}${''}</p>`.toString()).toBe('<p></p>')
})
