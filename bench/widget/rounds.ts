import { loadavg } from 'node:os'
import { digits } from '../support/numbers.ts'
import { type ChatName, CHATS } from './chats.ts'
import { type Seen, Stage } from './stage.ts'

export type Round = Readonly<Partial<Record<ChatName, Seen>>>

export interface Widgets {
  readonly chromium: string
  readonly names: readonly ChatName[]
  readonly rounds: readonly Round[]
  /** The system's own, before and after. */
  readonly load: readonly (readonly number[])[]
}

/** Every chat in turn, the order moved on each time, so that what drifts troubles all alike. The first rounds only warm up. */
export async function widgetRounds(
  rounds: number,
  warm: number,
  say: (line: string) => void,
): Promise<Widgets> {
  const stage = await Stage.open()
  try {
    const before = loadavg()
    const hasBubble = await stage.hasBubble()
    const names = CHATS.filter((name) => name !== 'bubble' || hasBubble)
    const results: Round[] = []
    for (let round = -warm; round < rounds; round++) {
      const by = (round + warm) % names.length
      const seen: Partial<Record<ChatName, Seen>> = {}
      for (const name of [...names.slice(by), ...names.slice(0, by)]) seen[name] = await stage.measure(name)
      if (round >= 0) results.push(seen)
      say(
        `  ${round < 0 ? 'to warm up' : `round ${round + 1} of ${rounds}`}: ${names.map((name) => `${name} ${digits(seen[name]?.busy ?? NaN)} ms`).join(', ')}`,
      )
    }
    return { chromium: stage.chromium, names, rounds: results, load: [before, loadavg()] }
  } finally {
    await stage.close()
  }
}
