import type { Request } from './capture.js'
import type { Want } from './slot.js'
import type { DeviceProblem } from './types.js'

/** How many others are tried when one is busy. */
const OTHERS = 3

export interface Attempts {
  /**
   * Asks for the device once. Null: it is on, or nobody wants it any more.
   * @param note the problem to show even if this works
   */
  readonly attempt: (request: Request, note?: DeviceProblem) => Promise<DeviceProblem | null>
  /** The ids of the others of its kind, in the order to try them. */
  readonly others: () => Promise<readonly string[]>
  readonly pause: () => Promise<void>
}

/**
 * Tries what there is to try for one device: as wished, plainly, once more if it is busy, and then what the person's press allows
 * instead. @returns what stays wrong
 */
export async function acquire(want: Want, attempts: Attempts): Promise<DeviceProblem | null> {
  const { attempt, pause } = attempts
  const { id } = want
  let problem = await attempt({ id })
  if (problem === 'constraints') problem = await attempt({ id, plain: true })
  if (problem === 'device_busy') {
    await pause()
    problem = await attempt({ id })
  }
  return problem && instead(want, problem, attempts)
}

async function instead(
  { id, back, instead: may }: Want,
  problem: DeviceProblem,
  { attempt, others }: Attempts,
): Promise<DeviceProblem | null> {
  const isGone = id !== null && ['constraints', 'no_camera', 'no_microphone'].includes(problem)
  if (may !== 'any') {
    const why = isGone ? 'unplugged' : problem
    return may === 'back' ? (await attempt({ id: back }, why)) && why : why
  }
  if (isGone) return attempt({ id: null })
  if (problem !== 'device_busy') return problem
  for (const other of (await others()).slice(0, OTHERS)) {
    if (!(await attempt({ id: other }))) return null
  }
  return problem
}
