import type { Clock, Log, LogFields } from './ports/clock.js'
import { isoTime } from './system.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

export interface LogOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly write: (line: string) => void
  /** What is less grave isn't written. */
  readonly level: LogLevel
  /** `json`: one object a line, for machines. `plain`: one sentence a line, for a person at a terminal. */
  readonly form: 'json' | 'plain'
}

/** Writes events one a line. */
export function createLog({ clock, write, level, form }: LogOptions): Log {
  const from = ORDER.indexOf(level)
  const print = form === 'json' ? asJson : asText
  return {
    log(grade, event, fields = {}) {
      if (ORDER.indexOf(grade) >= from) write(`${print(isoTime(clock.now()), grade, event, fields)}\n`)
    },
  }
}

const asJson = (time: string, level: LogLevel, event: string, fields: LogFields): string =>
  JSON.stringify({ time, level, event, ...fields })

function asText(time: string, level: LogLevel, event: string, fields: LogFields): string {
  const more = Object.entries(fields).filter(([, value]) => value !== undefined)
  // A hint is a sentence for a person, so it stands at the end, as it is.
  const words = more.filter(([key]) => key !== 'hint').map(([key, value]) => `${key}=${String(value)}`)
  const hint = fields['hint'] === undefined ? [] : [`- ${String(fields['hint'])}`]
  return [time.slice(11, 19), ...(level === 'info' ? [] : [level]), event, ...words, ...hint].join(' ')
}

/** What a log may hold of an exception: its class, and where in our code; a message could quote somebody's words. */
export function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const at = /\((?:.*\/)?([^/)]+)\)/.exec(cause.stack?.split('\n')[1] ?? '')?.[1]
  return at === undefined ? cause.name : `${cause.name} at ${at}`
}
