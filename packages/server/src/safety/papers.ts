import { isoTime } from '../system.js'
import { LONGEST_CHAT_MS } from '../rules/lifetimes.js'

/** The settings of a server that its papers speak of. Times in ms. */
export interface PaperFacts {
  readonly logEntries: number
  readonly logBytes: number
  readonly graceMs: number
  readonly reportWindowMs: number
  readonly evidenceMs: number
  /** Pictures of a call that a report may hold. */
  readonly reportPictures: number
  readonly statementsMs: number
  /** From when a key of stamps begins to make them until it is destroyed. */
  readonly evidenceKeyMs: number
  /** How long keys that wrap those of cases are used. */
  readonly rewrapMs: number
  readonly marksMs: number
  readonly appealMs: number
  readonly consoleMs: number
  readonly ages: readonly number[] | false
  readonly rules: string | false
  readonly modes: readonly string[]
  readonly plugins: readonly string[]
}

/** A sentence of the papers, and the setting it rests on: when that changes, so does the sentence. */
export interface Claim {
  readonly setting: keyof PaperFacts
  readonly about: 'kept' | 'rights' | 'gate' | 'processing'
  readonly say: (facts: PaperFacts) => string
}

const DAY_MS = 24 * 60 * 60_000
const days = (ms: number): string => {
  const count = Math.round((ms / DAY_MS) * 10) / 10
  return `${count} day${count === 1 ? '' : 's'}`
}
const seconds = (ms: number): string => `${ms / 1_000} seconds`

export const CLAIMS: readonly Claim[] = [
  {
    setting: 'logEntries',
    about: 'kept',
    say: ({ logEntries }) =>
      `What is said in a chat lies in memory only: at most ${logEntries} messages of each chat, and each only until both sides have confirmed it.`,
  },
  {
    setting: 'logBytes',
    about: 'kept',
    say: ({ logBytes }) => `That is at most ${Math.round(logBytes / 1_024)} KiB for each chat.`,
  },
  {
    setting: 'graceMs',
    about: 'kept',
    say: ({ graceMs }) =>
      `Somebody whose line falls has ${seconds(graceMs)} to come back; then the chat and its words are gone.`,
  },
  {
    setting: 'reportWindowMs',
    about: 'kept',
    say: ({ reportWindowMs }) =>
      `A chat can be reported for up to ${days(reportWindowMs + LONGEST_CHAT_MS)} after a member was last shown it: what proves it holds for its longest life, ${LONGEST_CHAT_MS / 3_600_000} hours, and ${days(reportWindowMs)} more. Nothing of it is stored here unless a member hands it in.`,
  },
  {
    setting: 'evidenceMs',
    about: 'kept',
    say: ({ evidenceMs }) =>
      `What was handed in is kept encrypted under a key of its own, which is destroyed ${days(evidenceMs)} after the decision: later while the law requires it to be held, while an appeal waits, and while what was decided holds and can still be appealed. While a case isn't decided, its words are kept. What was done, and the opaque ids of chats, cases and people, stay in the log for good: it holds no words, no addresses and no names.`,
  },
  {
    setting: 'reportPictures',
    about: 'kept',
    say: ({ reportPictures: most }) =>
      most === 0
        ? 'No picture is taken with a report, and none is kept.'
        : `With a report its maker may hand in ${most === 1 ? 'one picture' : `up to ${most} pictures`} of what they saw in a call, which they were shown first. They are freed of everything written beside the picture, kept encrypted with the words of the case, and destroyed with them. None is taken with a report of somebody under age. They aren't proven to be what was sent. Each time a moderator opens one is written down.`,
  },
  {
    setting: 'statementsMs',
    about: 'kept',
    say: ({ statementsMs }) =>
      `What was written to somebody with a decision, and what they appealed with, is kept encrypted as well, and destroyed ${days(statementsMs)} after the decision unless the law requires it to be held or an appeal waits.`,
  },
  {
    setting: 'evidenceKeyMs',
    about: 'kept',
    say: ({ evidenceKeyMs }) =>
      `The keys that prove what was said are made anew every day, and destroyed at most ${days(evidenceKeyMs)} after they were made: then nothing of those chats can be proven any more that wasn't handed in.`,
  },
  {
    setting: 'rewrapMs',
    about: 'kept',
    say: ({ rewrapMs }) =>
      `A copy of the database opens nothing about ${days(rewrapMs)} after it was made, since the keys it needs are destroyed here by then.`,
  },
  {
    setting: 'marksMs',
    about: 'kept',
    say: ({ marksMs }) =>
      `No address is stored. Keyed hashes of the neighbourhood a reported person came from are kept for ${days(marksMs)}, to find cases that belong together.`,
  },
  {
    setting: 'consoleMs',
    about: 'processing',
    say: ({ consoleMs }) =>
      `Moderators sign in by a personal link or key, for ${consoleMs / 3_600_000} hours at most. Each time somebody opens evidence is written down.`,
  },
  {
    setting: 'appealMs',
    about: 'rights',
    say: ({ appealMs }) =>
      `Everybody about whom something was decided reads the reasons in the chat itself and can appeal, without an account and free of charge, for ${days(appealMs)}. Another moderator decides the appeal, or where there is only one, the same one after a day.`,
  },
  {
    setting: 'ages',
    about: 'gate',
    say: ({ ages }) =>
      ages === false
        ? 'Nobody is asked for an age.'
        : `Everybody states an age: ${ages.map((age) => `${age} and older`).join(' or ')}. People of different groups are never matched. It is a self-declaration, and no proof.`,
  },
  {
    setting: 'rules',
    about: 'gate',
    say: ({ rules }) =>
      rules === false
        ? 'Nobody is asked to accept rules.'
        : `Everybody accepts the rules, version ${rules}, before the first chat.`,
  },
  { setting: 'modes', about: 'processing', say: ({ modes }) => `People can meet by ${modes.join(', ')}.` },
  {
    setting: 'plugins',
    about: 'processing',
    say: ({ plugins }) =>
      plugins.length === 0
        ? 'No automated rule judges messages. Every decision is made by a person.'
        : `These automated rules of the operator judge visits or messages: ${plugins.join(', ')}. Where such a rule shuts out somebody who was here before, that is written down as a machine's decision, which they can read and appeal; somebody new whom it turns away gets its words only. Decisions on reports and on appeals are made by people.`,
  },
]

const TITLES: Readonly<Record<Claim['about'], string>> = {
  kept: 'What is kept, and for how long',
  processing: 'How it is processed',
  gate: 'Who may come in',
  rights: 'Rights of those concerned',
}

/** A record of processing and retention, in Markdown, of this server as it is set up. */
export function recordOf(facts: PaperFacts, now: number): string {
  const parts = (['kept', 'processing', 'gate', 'rights'] as const).map((about) => {
    const lines = CLAIMS.filter((claim) => claim.about === about).map(
      (claim) => `- ${claim.say(facts)} (\`${claim.setting}\`)`,
    )
    return `## ${TITLES[about]}\n\n${lines.join('\n')}\n`
  })
  return `# Record of processing

Written on ${isoTime(now).slice(0, 10)} from the settings of this server; the setting each sentence rests on stands behind it.
This is a draft for the operator, who adds name, contact and purpose, and asks counsel. It is no legal advice.

${parts.join('\n')}`
}
