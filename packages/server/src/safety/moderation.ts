import type { CaseFile } from '@stranger-chat/core/api'
import { nameOf } from '../log.js'
import type { Action, Backplane } from '../ports/backplane.js'
import type { Clock, Log, Random } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import type { KeyRing } from '../session/keys.js'
import { type Appeals, createAppeals } from './appeals.js'
import { type Certificate, type CertificateKey, certificateKeysOf, createCertifier } from './certificate.js'
import { createDecisions, type Decisions, type Effect } from './decisions.js'
import { createDesk, type Desk, type Moderator } from './desk.js'
import { createFiling, type Filing } from './filing.js'
import { createGallery, type Gallery } from './gallery.js'
import { createOidc, type Oidc, type OidcOptions, rolesOf } from './oidc.js'
import { createPasskeys, type Passkeys } from './passkeys.js'
import { createPractice } from './practice.js'
import { createStaffRoom, type StaffRoom } from './staff.js'
import { createVault } from './vault.js'

export interface ModerationParts {
  readonly ledger: Ledger
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly backplane: Pick<Backplane, 'command'>
  readonly oidc: OidcOptions | undefined
}

/** Everything moderators and those they decide about can do, whichever way they ask for it. */
export interface Moderation {
  readonly ledger: Ledger
  readonly filing: Filing
  readonly desk: Desk
  readonly gallery: Gallery
  readonly decisions: Decisions
  readonly appeals: Appeals
  readonly staff: StaffRoom
  readonly passkeys: Passkeys
  readonly oidc: Oidc | undefined
  /** Signs what was verified, for somebody outside. */
  readonly certify: (who: Moderator, id: string, report: string) => Promise<Certificate | undefined>
  /** What everybody may know, to check what was signed. */
  readonly certificateKeys: () => readonly CertificateKey[]
  readonly practise: (who: Moderator) => Promise<CaseFile>
}

export function createModeration({
  ledger,
  keys,
  clock,
  random,
  log,
  backplane,
  oidc,
}: ModerationParts): Moderation {
  const vault = createVault(keys, random)
  // The ledger has it, so it is decided: whoever can't be reached now is at their next hello.
  const tell = (subject: string, action: Action): Promise<void> =>
    backplane
      .command(subject, action)
      .catch((cause: unknown) => log.log('error', 'effect.failed', { cause: nameOf(cause) }))
  const effect: Effect = {
    applied: (subject, { id, kind, until }) =>
      tell(subject, { type: 'judged', action: id, kind, ...(until === undefined ? {} : { until }) }),
    reviewed: (subject, action) =>
      tell(subject, { type: 'reviewed', ...(action === undefined ? {} : { action }) }),
  }
  const parts = { ledger, vault, clock, random, effect }
  const desk = createDesk(parts)
  const staff = createStaffRoom({ ...parts, ...(oidc && { roleOf: rolesOf(oidc) }) })
  return {
    ledger,
    filing: createFiling(parts),
    desk,
    gallery: createGallery(parts),
    decisions: createDecisions(parts),
    appeals: createAppeals({ ...parts, staff }),
    staff,
    passkeys: createPasskeys({ ...parts, staff, keys }),
    oidc: oidc && createOidc({ ...parts, options: oidc, staff, keys }),
    certify: createCertifier({ ...parts, keys }),
    certificateKeys: () => certificateKeysOf(keys),
    practise: createPractice({ ...parts, desk }),
  }
}
