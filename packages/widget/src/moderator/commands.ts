import type { Desk } from './desk/desk.js'
import type { Command } from './keymap.js'

/** What keys do that is the element's own. */
export interface Own {
  readonly keys: () => void
  readonly cover: () => void
  readonly peek: () => void
  readonly message: () => void
}

/** A case that has only just come by itself wasn't read: a choice within this time was meant for the one before it; ms. */
export const FRESH_MS = 600

type Deed = (desk: Desk, own: Own) => void
type Plain = Exclude<Command, `macro${number}`>

/** What is about the case in hand works where that is on the screen. */
const atBench =
  (deed: Deed): Deed =>
  (desk, own) => {
    if (desk.place === 'queue') deed(desk, own)
  }

/** What each key does, but for the choices. */
const DEEDS: Readonly<Record<Plain, Deed>> = {
  next: atBench(({ work }) => void work.next()),
  practice: atBench(({ work, queue }) => {
    if (queue.known && queue.items.length === 0) void work.practice()
  }),
  nothing: atBench(({ work }) => work.nothing()),
  back: atBench(({ work }) => void work.leave()),
  handUp: atBench(({ work, may }) => {
    if (may.handUp) void work.leave({ for: 'senior' })
  }),
  hold: atBench(({ work }) => void work.hold()),
  report: atBench(({ work }) => work.show(work.shown + 1)),
  message: atBench((_, own) => own.message()),
  stop: atBench(({ host }) => {
    const { prefs, words } = host
    prefs.stop = !prefs.stop
    const line = prefs.stop ? 'stopOn' : 'stopOff'
    host.say(() => words.t(line))
  }),
  undo: ({ work }) => void work.undo(),
  queue: (desk) => desk.go('queue'),
  appeals: (desk) => desk.go('appeals'),
  audit: (desk) => desk.go('audit'),
  peek: (_, own) => own.peek(),
  cover: (_, own) => own.cover(),
  grey: ({ host }) => (host.prefs.grey = !host.prefs.grey),
  keys: (_, own) => own.keys(),
}

/** Does what a key stands for, for whoever is signed in. */
export function run(command: Command, desk: Desk, own: Own): void {
  const { seat, work, host } = desk
  if (seat.at !== 'in') return
  const choice = command === 'nothing' || command.startsWith('macro')
  if (choice && host.system.now() - work.cameAt < FRESH_MS) return
  const macro = /^macro(\d)$/.exec(command)?.[1]
  if (macro === undefined) return DEEDS[command as Plain](desk, own)
  const chosen = work.macros[Number(macro) - 1]
  if (chosen && desk.place === 'queue') work.macro(chosen)
}
