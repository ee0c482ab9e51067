import type { ClientState } from '@stranger-chat/core'

/** What a page's styles can ask the element: `:state(chatting)` and the like. */
export function markStates(states: CustomStateSet, client: ClientState | undefined): void {
  const phase = client?.phase.get()
  const mark = (name: string, on: boolean) => states[on ? 'add' : 'delete'](name)
  for (const name of ['searching', 'chatting', 'ended']) mark(name, phase === name)
  mark('offline', client?.connection.get() === 'reconnecting')
  mark('unread', (client?.unread.get() ?? 0) > 0)
}
