import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Hosts } from '../support/hosts.ts'
import { chatting, goesOn } from '../support/lives.ts'

/** Other ways than those of `host/lives.test.ts` for an element to be moved, and for a page to be left. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open({ args: ['--dev'] }, { keepsPages: true })))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

describe('moved in the page it keeps its chat', () => {
  const ways: Readonly<Record<string, (element: Element) => void>> = {
    'by appendChild': (element) => {
      document.body.append(element)
    },
    'into another shadow root': (element) => {
      const place = document.body.appendChild(document.createElement('div'))
      place.attachShadow({ mode: 'open' }).append(element)
    },
  }
  for (const [name, move] of Object.entries(ways))
    test(name, async () => {
      const chat = await chatting(hosts, name.replaceAll(' ', '-').slice(0, 20))
      await chat.ann.field.fill('half a sente')
      await chat.ann.chat.evaluate(move)
      expect(await chat.ann.field.inputValue()).toBe('half a sente')
      await goesOn(chat)
    })
})

test('nor does it matter when the chat went on in another page of the site meanwhile', async () => {
  const { ann, ben } = await chatting(hosts, 'walks')
  await ann.page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted }))
  })
  await ann.page.goto(`${new URL(ann.page.url()).origin}/elsewhere`)
  await ann.hears(['before'])
  await ann.says('from elsewhere')
  await ben.hears(['from elsewhere'])
  await ben.says('to elsewhere')
  await ann.hears(['before', 'to elsewhere'])
  await ann.page.goBack({ waitUntil: 'commit' })
  expect(await ann.page.evaluate(() => (globalThis as unknown as { persisted: boolean }).persisted)).toBe(
    true,
  )
  await ann.hears(['before', 'to elsewhere'])
  await ann.says('back again')
  await ben.hears(['from elsewhere', 'back again'])
  expect(await ann.said()).toEqual(['from elsewhere', 'back again'])
})
