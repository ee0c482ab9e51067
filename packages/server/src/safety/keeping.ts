import { LONGEST_CHAT_MS } from '../rules/lifetimes.js'
import { csvLine } from './exports.js'
import { CLAIMS, type PaperFacts } from './papers.js'

/** One thing that is kept, for a table of retention (GDPR art. 5(1)(e) and 30(1)(f)). */
interface Kept {
  readonly what: string
  readonly why: string
  readonly howLong: (facts: PaperFacts) => string
  readonly afterwards: string
}

const HOUR_MS = 60 * 60_000
const several = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`
const length = (ms: number): string => {
  if (ms < HOUR_MS) return several(ms / 1_000, 'second')
  return ms < 72 * HOUR_MS
    ? several(Math.round(ms / HOUR_MS), 'hour')
    : several(Math.round(ms / (24 * HOUR_MS)), 'day')
}

/** What is kept under which setting of the record. How long follows from the setting; the sentence beside it is the record's. */
const KEPT: Readonly<Partial<Record<keyof PaperFacts, readonly Kept[]>>> = {
  logEntries: [
    {
      what: 'Messages of a chat that goes on',
      why: 'To bring them to the other side after a dropped line',
      howLong: ({ logEntries }) => `Until both sides have them, ${logEntries} at most, in memory`,
      afterwards: 'Overwritten in memory',
    },
  ],
  logBytes: [
    {
      what: 'The size of those messages',
      why: 'To bound what a chat takes in memory',
      howLong: ({ logBytes }) => `As long as they are kept, ${Math.round(logBytes / 1_024)} KiB at most`,
      afterwards: 'Overwritten in memory',
    },
  ],
  reportWindowMs: [
    {
      what: 'What proves a chat, in the browsers of its members and not here',
      why: 'To report it',
      howLong: ({ reportWindowMs }) => `${length(reportWindowMs + LONGEST_CHAT_MS)} at most`,
      afterwards: 'Worth nothing any more',
    },
  ],
  graceMs: [
    {
      what: 'A chat whose member lost the line',
      why: 'To let them come back into it',
      howLong: ({ graceMs }) => length(graceMs),
      afterwards: 'Gone from memory',
    },
  ],
  evidenceMs: [
    {
      what: 'Words handed in with a report or a notice',
      why: 'To decide the case and an appeal; to hold what the law requires',
      howLong: ({ evidenceMs }) =>
        `${length(evidenceMs)} after the decision, longer while held, appealed, or in force and open to an appeal`,
      afterwards: 'The key is destroyed, and the encrypted words with it',
    },
    {
      what: 'The log of what was done, with opaque ids of people, chats and cases',
      why: 'To account for decisions, and to notice if a record was changed',
      howLong: () => 'For good',
      afterwards: 'Nothing',
    },
  ],
  reportPictures: [
    {
      what: 'Pictures of a call handed in with a report',
      why: 'To decide the case and an appeal, where words alone do not show what happened',
      howLong: ({ reportPictures, evidenceMs }) =>
        reportPictures === 0
          ? 'None are taken'
          : `${length(evidenceMs)} after the decision, longer while held, appealed, or in force and open to an appeal`,
      afterwards: 'The key is destroyed, and the encrypted pictures with it',
    },
  ],
  statementsMs: [
    {
      what: 'Words to somebody with a decision, and words of their appeal',
      why: 'To let them know the reasons, and to decide the appeal',
      howLong: ({ statementsMs }) =>
        `${length(statementsMs)} after the decision, longer while held or appealed`,
      afterwards: 'The key is destroyed, and the encrypted words with it',
    },
  ],
  evidenceKeyMs: [
    {
      what: 'Keys that prove what was said in a chat',
      why: 'To check what a member hands in',
      howLong: ({ evidenceKeyMs }) => `${length(evidenceKeyMs)} at most`,
      afterwards: 'Destroyed; nothing that is left leads back to them',
    },
  ],
  rewrapMs: [
    {
      what: 'Keys that open what is sealed in the database',
      why: 'To read words of cases that still need them',
      howLong: ({ rewrapMs }) =>
        `About ${length(rewrapMs)}, then the words that are left are sealed under new ones`,
      afterwards: 'Destroyed, so that older copies of the database open nothing',
    },
  ],
  marksMs: [
    {
      what: 'Keyed hashes of the neighbourhood a reported person came from',
      why: 'To find cases that belong together',
      howLong: ({ marksMs }) => length(marksMs),
      afterwards: 'Deleted',
    },
  ],
  consoleMs: [
    {
      what: 'Consoles that moderators have open',
      why: 'To know who decides',
      howLong: ({ consoleMs }) => `${length(consoleMs)} at most`,
      afterwards: 'Deleted',
    },
  ],
}

const HEAD = ['what', 'why', 'how long', 'what then', 'setting', 'as the record of processing says'] as const

/**
 * The table of retention as CSV, from the settings and the sentences of the record. Whatever the record says is kept has a row,
 * if only with that sentence.
 */
export function retentionOf(facts: PaperFacts): string {
  const rows = CLAIMS.flatMap(({ setting, about, say }) => {
    const kept = KEPT[setting] ?? []
    const cells = kept.map(({ what, why, howLong, afterwards }) => [what, why, howLong(facts), afterwards])
    if (kept.length === 0 && about === 'kept') cells.push(['', '', '', ''])
    return cells.map((row) => [...row, setting, say(facts)])
  })
  return [HEAD, ...rows].map(csvLine).join('')
}
