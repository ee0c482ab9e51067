import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { signIn } from './support/console.ts'
import { Listener } from './support/ears.ts'
import { openProxy, type Proxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, type Site } from './support/site.ts'

/**
 * One story, heard instead of seen, from both of its ends: every word that is announced, in order and nothing else, and the tree
 * that a screen reader walks at each station. Where the focus goes by itself, what it lands on is read out: that is said too.
 */

/**
 * A rule of the house, so that a message of one's own can be refused; text alone, whatever this machine could offer; and no
 * search that gives way, however slow it is.
 */
const HOUSE = `export default { modes: ['text'], relax: { interests: 600_000, languages: 600_000 }, plugins: [{
  name: 'no-links',
  send: (who, body) => body.kind === 'text' && body.text.includes('://')
    ? { verdict: 'reject', message: 'No links here.' } : { verdict: 'allow' },
}] }`

let folder: string
let server: RunningServer
let browser: Browser
const people: Listener[] = []
const closers: { readonly close: () => unknown }[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-a11y-'))
  const config = join(folder, 'config.mjs')
  writeFileSync(config, HOUSE)
  server = await startServer({ args: ['--dev', '--config', config] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
  rmSync(folder, { recursive: true })
})
afterEach(async () => {
  await Promise.all(people.splice(0).map((person) => person.leave()))
  await Promise.all(closers.splice(0).map((one) => one.close()))
})

async function arrive(url = `${server.url}/?one`, options = {}): Promise<Listener> {
  const person = await Listener.arrive(browser, url, options)
  people.push(person)
  await person.button(/bubble/.test(url) ? 'Talk to a stranger' : 'Start talking').waitFor()
  return person
}

/** Somebody whose line can be cut. */
async function onALine(): Promise<{ readonly person: Listener; readonly line: Proxy }> {
  const line = await openProxy(server)
  closers.push(line)
  return { person: await arrive(`http://127.0.0.1:${line.port}/?one`), line }
}

async function looksFor(person: Listener, interest: string): Promise<void> {
  const interests = person.chat.getByRole('textbox', { name: 'Interests' })
  await interests.fill(interest)
  await interests.press('Enter')
  await person.told(`polite: ${interest} added.`)
  await person.start()
  await person.told(`polite: Looking for someone who likes ${interest}.`)
}

test('from the welcome through a report to the next strangers, with every word that is heard', async () => {
  const { person: ann, line } = await onALine()
  expect(await ann.focus()).toMatch(/^body/)
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - heading "Talk to someone you’ve never met." [level=2]
      - list:
        - listitem:
          - strong: Not stored.
          - text: The server keeps no words unless they are reported, and a stranger never sees your address.
        - listitem:
          - strong: Yours to end.
          - text: Stop or Esc ends a chat. Report or block anyone, even after it.
        - listitem:
          - strong: No bots from us.
          - text: Still, a stranger may not be who they say.
      - text: Interests
      - textbox "Interests":
        - /placeholder: tea, chess, night trains
      - paragraph: Someone who shares one comes first. Leave it empty to meet anyone.
      - text: You speak
      - group "You speak":
        - list:
          - listitem:
            - text: English
            - button "Remove English"
        - combobox "Add a language":
          - option "Add a language" [selected]
      - button "Start talking"
    "
  `)

  const interests = ann.chat.getByRole('textbox', { name: 'Interests' })
  await interests.fill('tea')
  await interests.press('Enter')
  await ann.told('polite: tea added.')
  await ann.button('Start talking').click()
  await ann.isAt('h2: Before you start')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - heading "Before you start" [level=2]
      - group "How old are you?":
        - text: How old are you?
        - radio "Under 18"
        - text: Under 18
        - radio "18 or older"
        - text: 18 or older
      - group "The rules here":
        - text: The rules here
        - list:
          - listitem: Be kind. There is a person on the other side.
          - listitem: Nothing sexual about anybody under 18, ever. No threats, no hate, no selling.
          - listitem: Never give away your name, address, school or pictures of others. Nobody here needs them.
          - listitem: You can leave at any moment, without a reason. So can they.
        - checkbox "I’ll keep to these rules."
        - text: I’ll keep to these rules.
      - button "Back"
      - button "Start talking"
    "
  `)
  await ann.button('Start talking').click()
  await ann.told('assertive: Choose your age first.')
  await ann.isAt('input: Under 18')
  await ann.chat.getByRole('radio', { name: '18 or older' }).check()
  await ann.button('Start talking').click()
  await ann.told('assertive: Accept the rules first.')
  await ann.isAt('input: I’ll keep to these rules.')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - heading "Before you start" [level=2]
      - group "How old are you?":
        - text: How old are you?
        - radio "Under 18"
        - text: Under 18
        - radio "18 or older" [checked]
        - text: 18 or older
      - group "The rules here":
        - text: The rules here
        - list:
          - listitem: Be kind. There is a person on the other side.
          - listitem: Nothing sexual about anybody under 18, ever. No threats, no hate, no selling.
          - listitem: Never give away your name, address, school or pictures of others. Nobody here needs them.
          - listitem: You can leave at any moment, without a reason. So can they.
        - checkbox "I’ll keep to these rules."
        - text: I’ll keep to these rules.
        - alert: Accept the rules first.
      - button "Back"
      - button "Start talking"
    "
  `)
  await ann.chat.getByRole('checkbox').check()
  await ann.button('Start talking').click()
  await ann.told('polite: Looking for someone who likes tea.')
  await ann.isAt('textarea: Message')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Searching
      - heading "Looking for someone who likes tea." [level=2]
      - paragraph: Just a moment.
      - button "Stop"
      - textbox "Message":
        - /placeholder: Nobody yet
      - button "Send" [disabled]
    "
  `)

  const { person: ben, line: bens } = await onALine()
  await ben.start(['tea'])
  await ann.told('polite: You both like tea. Say hello.')
  await ann.isAt('textarea: Message')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - heading "You both like tea." [level=2]
      - paragraph: Say hello, or begin with one of these.
      - list:
        - listitem:
          - button "How did you come to tea?"
        - listitem:
          - button "(opener)"
        - listitem:
          - button "(opener)"
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)

  // Words, one by one and in a burst. That somebody is typing stands there to be found, and is never said.
  await ben.field.pressSequentially('Good ev')
  await ann.reads('Stranger is typing')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - heading "You both like tea." [level=2]
      - paragraph: Say hello, or begin with one of these.
      - list:
        - listitem:
          - button "How did you come to tea?"
        - listitem:
          - button "(opener)"
        - listitem:
          - button "(opener)"
      - text: Stranger is typing
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)
  await ben.says('Good evening')
  await ann.told('polite: Stranger: Good evening')
  await ben.saysAll(['one', 'two', 'three'])
  await ann.told('polite: 3 new messages')

  // What isn't sent, and why.
  await ann.says('https://tea.example/')
  await ann.told('polite: No links here.', 'assertive: Not sent.')
  await ann.reads('Not sent: not allowed here.')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - paragraph: No links here.
      - log "Conversation":
        - paragraph: You both like tea.
        - list:
          - listitem:
            - paragraph: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: one"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: two"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You:"
              - link "https://tea.example/":
                - /url: https://tea.example/
            - time: (time)
            - paragraph: "Not sent: not allowed here."
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)

  // Near the limit, and over it: once each, however much is typed.
  await ann.field.fill('x'.repeat(1_900))
  await ann.told('polite: 100 characters left')
  await ann.field.fill('x'.repeat(1_990))
  await ann.field.fill('x'.repeat(2_001))
  await ann.told('polite: 1 character too many')
  await ann.calm()
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - log "Conversation":
        - paragraph: You both like tea.
        - list:
          - listitem:
            - paragraph: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: one"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: two"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You:"
              - link "https://tea.example/":
                - /url: https://tea.example/
            - time: (time)
            - paragraph: "Not sent: not allowed here."
      - text: 1 character too many
      - button "Stop"
      - textbox "Message" [invalid]:
        - /placeholder: Your words
        - text: (too long)
      - button "Send" [disabled]
    "
  `)
  await ann.field.fill('')

  // The stranger's line is lost and back, then one's own.
  await bens.down()
  await ann.told('polite: They are away. Their seat is held for (seconds).')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: They are away
      - button "Report"
      - button "Block"
      - paragraph: They are away. Their seat is held for (seconds).
      - log "Conversation":
        - paragraph: You both like tea.
        - list:
          - listitem:
            - paragraph: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: one"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: two"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You:"
              - link "https://tea.example/":
                - /url: https://tea.example/
            - time: (time)
            - paragraph: "Not sent: not allowed here."
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)
  await bens.up()
  await ann.told('polite: They are back.')
  await line.down()
  await ann.told('assertive: Connection lost. Your chat is held for (seconds).')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Reconnecting
      - button "Report"
      - button "Block"
      - paragraph: Connection lost. Your chat is held for (seconds).
      - button "Try now"
      - log "Conversation":
        - paragraph: You both like tea.
        - list:
          - listitem:
            - paragraph: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: one"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: two"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You:"
              - link "https://tea.example/":
                - /url: https://tea.example/
            - time: (time)
            - paragraph: "Not sent: not allowed here."
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)
  await line.up()
  await ann.told('polite: Connected again.')
  await ann.calm()

  // The report, while the chat goes on behind it.
  await ann.button('Report').click()
  await ann.isAt('h2: What happened?')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - dialog "What happened?":
      - heading "What happened?" [level=2]
      - paragraph: The moderators read it. The stranger isn’t told who reported them.
      - list:
        - listitem:
          - button "Someone under age They are a child, or they are looking for one."
        - listitem:
          - button "Someone may hurt themselves The stranger, you, or somebody else."
        - listitem:
          - button "Sexual, and unwanted"
        - listitem:
          - button "A threat"
        - listitem:
          - button "Harassment"
        - listitem:
          - button "Hatred of a group"
        - listitem:
          - button "A scam"
        - listitem:
          - button "Adverts or a bot"
        - listitem:
          - button "Something else"
      - paragraph:
        - button "Give notice of illegal content"
      - button "Cancel"
    "
  `)
  await ben.says('Are you there?')
  await ann.told('polite: Stranger: Are you there?')
  await ann.button('Harassment').click()
  await ann.isAt('h2: Harassment')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - dialog "Harassment":
      - heading "Harassment" [level=2]
      - heading "What will be sent" [level=3]
      - paragraph: Tick what matters. The rest goes along, so that it can be understood.
      - group "What will be sent":
        - list:
          - listitem:
            - 'checkbox "Stranger: Good evening (time)"'
            - text: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - 'checkbox "Stranger: one (time)"'
            - text: "Stranger: one"
            - time: (time)
          - listitem:
            - 'checkbox "Stranger: two (time)"'
            - text: "Stranger: two"
            - time: (time)
          - listitem:
            - 'checkbox "Stranger: three (time)"'
            - text: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You: A message that was refused"
              - time: (time)
          - listitem:
            - 'checkbox "Stranger: Are you there? (time)"'
            - text: "Stranger: Are you there?"
            - time: (time)
      - text: In your own words (optional)
      - textbox "In your own words (optional)"
      - paragraph: "Sending ends the chat and blocks them: you won’t meet again."
      - button "Back"
      - button "Send report"
    "
  `)
  await ann.button('Send report').click()
  await ann.isAt('h2: Reported. Case (number).')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - dialog "Reported. Case (number).":
      - heading "Reported. Case (number)." [level=2]
      - list:
        - listitem: They won’t be told who reported them.
        - listitem: You won’t meet them again.
        - listitem: The moderators look at it, the most urgent first.
        - listitem: What comes of it is shown here, on this device.
      - button "Close"
    "
  `)
  await ann.button('Close').click()
  await ann.isAt('button: Reported')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Chat ended
      - button "Reported" [disabled]
      - button "Blocked" [disabled]
      - log "Conversation":
        - paragraph: You both like tea.
        - list:
          - listitem:
            - paragraph: "Stranger: Good evening"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: one"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: two"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: three"
            - time: (time)
          - listitem:
            - paragraph:
              - text: "You:"
              - link "https://tea.example/":
                - /url: https://tea.example/
            - time: (time)
            - paragraph: "Not sent: not allowed here."
          - listitem:
            - paragraph: "Stranger: Are you there?"
            - time: (time)
        - paragraph: Reported and blocked. You won’t meet them again.
        - button "Save"
        - button "Copy"
        - button "Clear"
        - button "Change interests"
      - button "New chat"
      - textbox "Message":
        - /placeholder: Over
      - button "Send" [disabled]
    "
  `)

  // Another stranger: an end of one's own, and a block after it.
  const [cat, dan] = [await arrive(), await arrive()]
  await ann.button('New chat').click()
  await ann.told('polite: Looking for someone who likes tea.')
  await cat.start(['tea'])
  await ann.told('polite: You both like tea. Say hello.')
  await ann.field.press('Escape')
  await ann.told('polite: Really? Esc once more ends the chat.')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - heading "You both like tea." [level=2]
      - paragraph: Say hello, or begin with one of these.
      - list:
        - listitem:
          - button "How did you come to tea?"
        - listitem:
          - button "(opener)"
        - listitem:
          - button "(opener)"
      - button "Really?"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)
  await ann.field.press('Escape')
  await ann.told('polite: You left before a word was said.')
  await ann.button('Block').click()
  await ann.told('polite: Block them? Press again: you won’t meet them here any more.')
  await ann.button('Block them?').click()
  await ann.told('polite: Blocked. You won’t meet them again.')
  await ann.isAt('button: Blocked')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Chat ended
      - button "Report"
      - button "Blocked" [disabled]
      - heading "Blocked. You won’t meet them again." [level=2]
      - button "Save"
      - button "Copy"
      - button "Clear"
      - button "Change interests"
      - button "New chat"
      - textbox "Message":
        - /placeholder: Over
      - button "Send" [disabled]
    "
  `)

  // A third: blocked in the middle of the chat, which is one thing to say and not two.
  await ann.button('New chat').click()
  await ann.told('polite: Looking for someone who likes tea.')
  await dan.start(['tea'])
  await ann.told('polite: You both like tea. Say hello.')
  await ann.button('Block').click()
  await ann.told('polite: Block them? Press again: you won’t meet them here any more.')
  await ann.button('Block them?').click()
  await ann.told('polite: Blocked. You won’t meet them again.')
  await ann.isAt('button: Blocked')
  await ann.button('Change interests').click()
  await ann.isAt('h2: Talk to someone you’ve never met.')
  await interests.fill('chess')
  await interests.press('Enter')
  await ann.told('polite: chess added.')
})

test('the other end of it: left, banned with the reasons, an appeal, and what came of it', async () => {
  const [ben, ann] = [await arrive(), await arrive()]
  await looksFor(ben, 'rain')
  await ann.start(['rain'])
  await ben.told('polite: You both like rain. Say hello.')
  await ben.says('I know where you live')
  await ann.hears(['I know where you live'])
  await ann.button('Report').click()
  await ann.button('A threat').click()
  await ann.button('Send report').click()
  await ben.told('polite: They left. Your words went with them.')
  expect(await ben.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Chat ended
      - button "Report"
      - button "Block"
      - log "Conversation":
        - paragraph: You both like rain.
        - list:
          - listitem:
            - paragraph: "You: I know where you live"
            - time: (time)
        - paragraph: They left. Your words went with them.
        - button "Save"
        - button "Copy"
        - button "Clear"
        - button "Change interests"
      - button "New chat"
      - textbox "Message":
        - /placeholder: Over
      - button "Send" [disabled]
    "
  `)

  const [one, two] = [await signIn(server), await signIn(server, [], 'Bob')]
  const file = (await (await one('/next', {})).json()) as {
    readonly row: { readonly case: string }
    readonly version: number
  }
  const decision = { version: file.version, policies: ['threats'], action: 'ban', days: 7 }
  expect((await one(`/cases/${file.row.case}/decide`, decision)).status).toBe(200)
  await ben.told(
    "assertive: You can’t chat here for now. You can't chat here for now, by decision of a moderator. Until (date).",
  )
  await ben.isAt('h2: You can’t chat here for now.')
  expect(await ben.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - heading "You can’t chat here for now." [level=2]
      - term: Rule
      - definition: Threats
      - term: Ground
      - definition: The rules of this place
      - term: Until
      - definition: (date)
      - term: Decided
      - definition: By a person
      - term: "On"
      - definition: (date)
      - term: Case
      - definition: (number)
      - heading "If you think this is wrong" [level=3]
      - paragraph: Say why, until (date). Somebody else decides; where there is only one moderator, the same person looks again after a day.
      - text: Your appeal
      - textbox "Your appeal"
      - paragraph:
        - button "Send appeal"
      - paragraph:
        - button "Try again"
    "
  `)

  await ben.button('Send appeal').click()
  await ben.told('assertive: Write a few words first.')
  await ben.isAt('textarea: Your appeal')
  await ben.chat.getByRole('textbox', { name: 'Your appeal' }).fill('It was a line from a song')
  await ben.button('Send appeal').click()
  await ben.isAt('p: Your appeal was sent. What comes of it is shown here.')
  expect(await ben.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - heading "You can’t chat here for now." [level=2]
      - term: Rule
      - definition: Threats
      - term: Ground
      - definition: The rules of this place
      - term: Until
      - definition: (date)
      - term: Decided
      - definition: By a person
      - term: "On"
      - definition: (date)
      - term: Case
      - definition: (number)
      - paragraph: Your appeal was sent. What comes of it is shown here.
      - paragraph:
        - button "Try again"
    "
  `)

  const { appeals } = (await (await two('/appeals')).json()) as {
    readonly appeals: readonly { readonly action: { readonly action: string } }[]
  }
  const { action } = appeals[0]!.action
  expect((await two(`/appeals/${action}/decide`, { overturn: true })).status).toBe(204)
  await ben.button('Try again').click()
  await ben.told('polite: A decision about you was taken back.')
  await ben.isAt('textarea: Message')
  expect(await ben.tree()).toMatchInlineSnapshot(`
    "
    - region "Chat with a stranger":
      - paragraph: Chat ended
      - button "Report"
      - button "Block"
      - paragraph: A decision about you was taken back.
      - button "Read why"
      - log "Conversation":
        - paragraph: You both like rain.
        - list:
          - listitem:
            - paragraph: "You: I know where you live"
            - time: (time)
        - paragraph: They left. Your words went with them.
        - button "Save"
        - button "Copy"
        - button "Clear"
        - button "Change interests"
      - button "New chat"
      - textbox "Message":
        - /placeholder: Over
      - button "Send" [disabled]
    "
  `)
  await ben.button('Read why').click()
  await ben.isAt('h2: A decision about you was taken back.')
  expect(await ben.tree()).toMatchInlineSnapshot(`
    "
    - dialog "A decision about you was taken back.":
      - heading "A decision about you was taken back." [level=2]
      - term: Rule
      - definition: Threats
      - term: Ground
      - definition: The rules of this place
      - term: Until
      - definition: (date)
      - term: Decided
      - definition: By a person
      - term: "On"
      - definition: (date)
      - term: Case
      - definition: (number)
      - paragraph: You appealed, and the appeal was granted.
      - button "Close"
    "
  `)
})

/** A page of somebody's own, with the chat in its corner. */
async function withBubble(width: number): Promise<Listener> {
  const site: Site = await openSite(`<!doctype html><html lang="en"><title>a site</title>
    <main><h1>A site</h1><button>Of the page</button></main>
    <script type="module" src="${server.url}/stranger-chat.js"></script>
    <stranger-chat layout="bubble"></stranger-chat>`)
  closers.push(site)
  return await arrive(`http://127.0.0.1:${site.port}/bubble`, { viewport: { width, height: 800 } })
}

test('the bubble beside a page: nothing is shut off, and the launcher says what is new', async () => {
  const [ann, ben] = [await withBubble(1_000), await arrive()]
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - button "Talk to a stranger"
    "
  `)
  await ann.button('Talk to a stranger').click()
  await ann.isAt('h2: Talk to someone you’ve never met.')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - button "Talk to a stranger" [expanded]
    - dialog "Chat with a stranger":
      - button "Close"
      - heading "Talk to someone you’ve never met." [level=2]
      - list:
        - listitem:
          - strong: Not stored.
          - text: The server keeps no words unless they are reported, and a stranger never sees your address.
        - listitem:
          - strong: Yours to end.
          - text: Stop ends a chat. Report or block anyone, even after it.
        - listitem:
          - strong: No bots from us.
          - text: Still, a stranger may not be who they say.
      - text: Interests
      - textbox "Interests":
        - /placeholder: tea, chess, night trains
      - paragraph: Someone who shares one comes first. Leave it empty to meet anyone.
      - text: You speak
      - group "You speak":
        - list:
          - listitem:
            - text: English
            - button "Remove English"
        - combobox "Add a language":
          - option "Add a language" [selected]
      - button "Start talking"
    "
  `)
  expect(await ann.reachable()).toContain('Of the page')
  await looksFor(ann, 'night')
  await ben.start(['night'])
  await ann.told('polite: You both like night. Say hello.')
  await ann.button('Close').click()
  await ann.isAt('button: Talk to a stranger, With a stranger')
  await ben.says('Hello')
  await ann.told('polite: 1 new message')
  await ben.saysAll(['Hello?', 'Bye'])
  await ann.told('polite: 2 new messages')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - button "Talk to a stranger, With a stranger, 3 new messages"
    "
  `)
  await ann.page.keyboard.press('Enter')
  await ann.isAt('textarea: Message')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - button "Talk to a stranger, With a stranger" [expanded]
    - dialog "Chat with a stranger":
      - button "Close"
      - paragraph: With a stranger
      - button "Report"
      - button "Block"
      - log "Conversation":
        - paragraph: You both like night.
        - list:
          - listitem:
            - paragraph: "Stranger: Hello"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: Hello?"
            - time: (time)
          - listitem:
            - paragraph: "Stranger: Bye"
            - time: (time)
      - button "Stop"
      - textbox "Message":
        - /placeholder: Your words
      - button "Send" [disabled]
    "
  `)
})

test('the bubble on a small window: a modal sheet, and the page behind it can’t be reached', async () => {
  const [ann, ben] = [await withBubble(390), await arrive()]
  await ann.button('Talk to a stranger').click()
  await ann.isAt('h2: Talk to someone you’ve never met.')
  expect(await ann.tree()).toMatchInlineSnapshot(`
    "
    - dialog "Chat with a stranger":
      - button "Close"
      - heading "Talk to someone you’ve never met." [level=2]
      - list:
        - listitem:
          - strong: Not stored.
          - text: The server keeps no words unless they are reported, and a stranger never sees your address.
        - listitem:
          - strong: Yours to end.
          - text: Stop ends a chat. Report or block anyone, even after it.
        - listitem:
          - strong: No bots from us.
          - text: Still, a stranger may not be who they say.
      - text: Interests
      - textbox "Interests":
        - /placeholder: tea, chess, night trains
      - paragraph: Someone who shares one comes first. Leave it empty to meet anyone.
      - text: You speak
      - group "You speak":
        - list:
          - listitem:
            - text: English
            - button "Remove English"
        - combobox "Add a language":
          - option "Add a language" [selected]
      - button "Start talking"
    "
  `)
  expect(await ann.reachable()).not.toContain('Of the page')
  await looksFor(ann, 'small')
  await ben.start(['small'])
  await ann.told('polite: You both like small. Say hello.')
  await ben.says('Hello')
  await ann.told('polite: Stranger: Hello')
  await ann.page.keyboard.press('Escape')
  await ann.isAt('button: Talk to a stranger, With a stranger')
  expect(await ann.reachable()).toContain('Of the page')
})
