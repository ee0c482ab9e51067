#!/usr/bin/env node
import { StrangerClient } from '@stranger-chat/core'
import { optionsOf } from './options.js'
import { Screen } from './screen.js'
import { ENDINGS, looking, met, seconds } from './words.js'

const options = optionsOf(process.argv.slice(2))

/** What was typed for one stranger must never reach the next: for this long after a match nothing is sent. */
const HANDOVER_MS = 600

const client = new StrangerClient({ url: options.server })
const { state } = client
const wish = { interests: options.interests, languages: options.languages }

/** Waits for the answer to a question of ours; every other line is for the stranger. @type {((line: string) => void) | null} */
let answering = null
let matchedAt = 0

const screen = new Screen({
  line: read,
  typing: (on) => state.phase.get() === 'chatting' && client.setTyping(on),
  quit,
})

let leaving = false

/** Nothing is left to wait for afterwards, so the program ends by itself. */
function quit(exitCode = 0) {
  if (leaving) return
  leaving = true
  process.exitCode = exitCode
  client.close()
  screen.close()
}

/** @param {string} question @returns {Promise<string>} */
function ask(question) {
  screen.say(question)
  return new Promise((resolve) => {
    answering = resolve
  })
}

/** @param {Promise<unknown>} search a search that may be refused */
function follow(search) {
  search.catch((/** @type {unknown} */ error) => {
    // Leaving stops the search too, and needs no word.
    if (!leaving && state.connection.get() !== 'closed' && error instanceof Error) screen.warn(error.message)
  })
}

const commands = {
  '/next': () => {
    const search = client.next()
    screen.note(looking(options.interests))
    follow(search)
  },
  '/block': () => {
    client.block().then(
      () => screen.note("Blocked. You two won't meet again. /next looks for somebody else."),
      (/** @type {Error} */ error) => screen.warn(`Not blocked. ${error.message}`),
    )
  },
  '/help': () => screen.note('/next  /block  /help  /quit. Anything else is said to the stranger.'),
  '/quit': () => quit(),
}

/** @param {string} line */
function read(line) {
  const text = line.trim()
  if (answering) {
    const answer = answering
    answering = null
    return answer(text)
  }
  if (Object.hasOwn(commands, text)) return commands[/** @type {keyof typeof commands} */ (text)]()
  if (text.startsWith('/'))
    return screen.warn(`There is no ${text.split(' ', 1)[0]}. /help shows what there is.`)
  if (text === '') return
  if (state.phase.get() !== 'chatting')
    return screen.warn('Not sent: nobody is here to read it. /next looks for somebody.')
  if (Date.now() - matchedAt < HANDOVER_MS)
    return screen.warn('Not sent: you have only just met. Say it again if it is for them.')
  client.send(line)
}

/** Asks what the server wants to know before it lets anybody in. @returns {Promise<import('@stranger-chat/core').Facts>} */
async function pass() {
  /** @type {{ age?: number, rules?: string }} */
  const facts = {}
  for (const gate of state.gates.get() ?? []) {
    if (gate.kind === 'age') {
      const choices = gate.choices ?? []
      const years =
        options.age ??
        Number(await ask(`This server is for people of ${Math.min(...choices)} and over. How old are you?`))
      // The server knows steps only: the highest that was reached.
      const age = choices.filter((choice) => choice <= years).toSorted((a, b) => b - a)[0]
      if (age === undefined) throw new Error("This server isn't open to people of that age.")
      facts.age = age
    } else if (gate.kind === 'rules') {
      for (const rule of gate.items ?? []) screen.note(`- ${rule}`)
      if (gate.url) screen.note(`The rules in full: ${gate.url}`)
      const yes = options.acceptRules || /^y(es)?$/i.test(await ask('Do you accept these rules? (yes or no)'))
      if (!yes || gate.version === undefined) throw new Error('Without accepting the rules there is no chat.')
      facts.rules = gate.version
    } else {
      throw new Error("This server asks something this client doesn't know. Use its page instead.")
    }
  }
  return facts
}

client.on('match', (chat) => {
  matchedAt = Date.now()
  const { draft } = screen
  screen.clear()
  screen.note(met(chat))
  if (draft !== '') screen.note(`Your unfinished line was not sent: ${draft}`)
})
client.on('message', (message) => {
  if (message.kind === 'text') screen.hear('Stranger:', message.text)
  else if (message.kind === 'unsupported') screen.note("They sent something this client can't show.")
})
client.on('end', ({ reason }) => {
  screen.note(ENDINGS[reason])
  if (reason !== 'you') screen.note('/next looks for somebody else, /quit leaves.')
})
client.on('connection', ({ value, previous }) => {
  if (value === 'online' && previous === 'reconnecting') screen.note('Connected again.')
  if (value === 'reconnecting') {
    const hold = state.hold.get()
    screen.warn(
      `Connection lost.${hold ? ` Your chat is held for ${seconds(hold.graceMs)}.` : ''} Trying again by itself.`,
    )
  }
  if (value !== 'closed' || leaving) return
  screen.warn(state.error.get()?.message ?? 'The server closed the connection.')
  quit(1)
})
client.on('error', (error) => {
  if (error.code === 'unreachable')
    screen.warn(`Nobody answers at ${options.server.href}. Trying again by itself.`)
  else if (state.connection.get() !== 'closed') screen.warn(error.message)
})
state.typing.subscribe((on) => screen.typing(on))
state.search.subscribe((search) => {
  if (search?.reason === 'only_you')
    screen.note('The only other person here is you. Start this a second time to test.')
})

let present = true
state.chat.subscribe((chat) => {
  const now = chat?.present ?? true
  if (chat && now !== present) {
    screen.note(
      now ? 'They are back.' : `They are away. Their seat is held for ${seconds(chat.away?.graceMs ?? 0)}.`,
    )
  }
  present = now
})

/** Own messages that failed, so that each is told once. @type {Set<string>} */
const failed = new Set()
state.messages.subscribe((messages) => {
  for (const { key, state: fate, text } of messages) {
    if (fate !== 'failed' || failed.has(key)) continue
    failed.add(key)
    screen.warn(`Not sent: ${text}`)
  }
})

// Without a terminal Ctrl+C comes as a signal.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => quit())

try {
  await client.connect()
  const facts = await pass()
  screen.note(looking(options.interests))
  follow(client.start({ ...wish, facts }))
} catch (error) {
  screen.warn(error instanceof Error ? error.message : String(error))
  quit(1)
}
