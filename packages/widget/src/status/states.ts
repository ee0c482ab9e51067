/** What the element tells of itself. */
interface Told {
  readonly layout: string
  readonly open: boolean
  readonly phase: string
  readonly connection: string
  readonly unread: number
}

/** What a page's styles can ask the element: `:state(chatting)` and the like. */
export function markStates(states: CustomStateSet, { layout, open, phase, connection, unread }: Told): void {
  const mark = (name: string, on: boolean) => states[on ? 'add' : 'delete'](name)
  mark('open', layout === 'bubble' && open)
  for (const name of ['searching', 'chatting', 'ended']) mark(name, phase === name)
  mark('offline', connection === 'reconnecting')
  mark('unread', unread > 0)
}
