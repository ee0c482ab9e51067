import type { ServerResponse } from 'node:http'
import type { Refusal } from '../../safety/decisions.js'
import { replyError } from '../reply.js'

const REFUSALS: Readonly<Record<Refusal['kind'], readonly [status: number, message: string]>> = {
  unknown: [404, 'There is no such case.'],
  stale: [409, 'This case changed meanwhile. Look at it again.'],
  not_yours: [409, 'This case isn’t yours to decide now. Open it again.'],
  forbidden: [403, 'Your role doesn’t allow this decision. Leave it to somebody who may.'],
  too_late: [409, 'It is too late to take this back. An appeal still can.'],
  nobody: [
    400,
    'This notice names no chat, so there is nobody to do anything to. Decide it without an action.',
  ],
  no_policy: [400, 'Name a rule this decision rests on.'],
  bad_duration: [400, 'This can’t last that long.'],
}

/** Tells a moderator why a decision wasn't taken. */
export function refuse(res: ServerResponse, { kind }: Refusal): void {
  const [status, message] = REFUSALS[kind]
  replyError(res, status, kind, message)
}
