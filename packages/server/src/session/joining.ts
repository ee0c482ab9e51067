import type { Wish } from '@stranger-chat/core/protocol'
import { Challenge } from './challenge.js'
import type { House } from './house.js'
import { banByRule } from './ruling.js'
import type { Session } from './session.js'

interface Verdicts {
  /** Something was solved: the wish is made once more. */
  readonly again: () => Promise<void>
  readonly deny: (message: string) => void
}

/** Whether the plugins let somebody wish for this. If not, they have been told why. */
export async function mayJoin(
  house: House,
  session: Session,
  { mode, languages, interests, facts }: Wish,
  { again, deny }: Verdicts,
): Promise<boolean> {
  const verdict = await house.plugins.join(session.visitor, { mode, languages, interests, facts })
  switch (verdict.verdict) {
    case 'allow':
      return true
    case 'challenge':
      if (session.connection !== undefined) new Challenge(house, session.connection, verdict, again)
      return false
    case 'ban':
      await banByRule(house, session.identity, verdict)
      return false
    case 'reject':
    case 'end':
      deny(verdict.message)
      return false
  }
}
