import type { Clock } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { may } from '../rules/roles.js'
import { namesOf } from './casefile.js'
import { type Moderator, type NotThere, type Taken, UNKNOWN_CASE } from './desk.js'
import { readWords } from './drawers.js'
import type { SealedPicture } from './pictures.js'
import type { Vault } from './vault.js'

export interface GalleryParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly clock: Pick<Clock, 'now'>
}
/** The case is about a child, and the picture for whoever answers for what the law asks then. */
export interface ForSenior {
  readonly kind: 'senior'
}
export interface Opened {
  readonly kind: 'opened'
  readonly jpeg: Uint8Array
}

/** Pictures that reporters handed in. Each look at one is written down before it is shown, like a look at other evidence. */
export interface Gallery {
  /** @param picture its id, as the case's file names it */
  readonly open: (
    who: Moderator,
    caseId: string,
    picture: string,
  ) => Promise<Opened | ForSenior | Taken | NotThere>
}

const TRIES = 5

export function createGallery({ ledger, vault, clock }: GalleryParts): Gallery {
  return {
    async open(who, caseId, picture) {
      for (let i = 0; i < TRIES; i++) {
        const one = await ledger.case(caseId)
        const report = (await ledger.pictures(caseId)).find(({ id }) => id === picture)?.of
        if (one === undefined || report === undefined) return UNKNOWN_CASE
        if (one.reason === 'underage' && !may(who.role, 'hold')) return { kind: 'senior' }
        const at = clock.now()
        const isOpen = one.state === 'open'
        if (isOpen && one.takenBy !== undefined && one.takenBy !== who.id && (one.takenUntil ?? 0) > at)
          return { kind: 'taken', by: (await namesOf(ledger))(one.takenBy) }
        // What makes it somebody else's, or a child's, comes between and changes its version.
        const answer = await ledger.write({
          at,
          actor: who.id,
          facts: [{ type: 'picture.opened', case: caseId, report, picture }],
          guards: [{ is: 'version', case: caseId, version: one.version }],
        })
        if (answer.kind === 'conflict') continue
        const words = await readWords({ ledger, vault }, caseId, [report])
        const sealed = words.of(report, 'picture').find(({ id }) => id === picture)?.words
        if (sealed === undefined) return UNKNOWN_CASE
        return { kind: 'opened', jpeg: Buffer.from((sealed as SealedPicture).jpeg, 'base64') }
      }
      throw new Error('The ledger was too busy.')
    },
  }
}
