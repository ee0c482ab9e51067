import type { Me, Role } from '@stranger-chat/core/api'
import type { Clock, Random } from '../ports/clock.js'
import type { Ledger, ModeratorRecord } from '../ports/ledger.js'
import { ACTORS } from '../rules/facts.js'
import { sha256Text } from '../system.js'

const HOUR_MS = 60 * 60_000
/** A link that was printed works once, within this time, ms. */
export const INVITE_MS = 24 * HOUR_MS
/** A console stays open for a working day, ms. */
export const CONSOLE_MS = 12 * HOUR_MS
/** Of an invitation and of an open console; no table of guesses reaches it. */
const SECRET_BYTES = 32

export interface StaffParts {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id' | 'bytes'>
  /** The role the operator's settings name for a subject of the provider now; nothing for whom they don't name. */
  readonly roleOf?: (oidc: string) => Role | undefined
}
export interface SignedIn {
  readonly who: ModeratorRecord
  /** What the browser's cookie holds; here it is known by its hash only. */
  readonly secret: string
}

/** Who works at the console, and how they come in. A secret leaves this room once, to whom it belongs. */
export interface StaffRoom {
  /** A new moderator, and the secret of the link that lets them in once. */
  readonly invite: (name: string, role: Role) => Promise<{ readonly id: string; readonly secret: string }>
  /** Another link for somebody who is there, by name or id. @returns nothing unless exactly one is called that */
  readonly inviteAgain: (
    name: string,
  ) => Promise<{ readonly id: string; readonly secret: string } | undefined>
  /** Uses up an invitation. A console gets a secret of its own, which nobody could have planted before. */
  readonly signIn: (invite: string) => Promise<SignedIn | undefined>
  /** Lets in somebody who proved otherwise who they are. @returns nothing when they may not come in any more */
  readonly admit: (who: ModeratorRecord, by: 'invite' | 'passkey' | 'oidc') => Promise<SignedIn | undefined>
  readonly who: (secret: string) => Promise<ModeratorRecord | undefined>
  /** Everybody who came once and may still come in, as what they would come in now. */
  readonly crew: () => Promise<readonly ModeratorRecord[]>
  readonly signOut: (secret: string) => Promise<void>
  /** Those who are called that, or have that id. */
  readonly named: (name: string) => Promise<readonly ModeratorRecord[]>
  /** Takes all passkeys from somebody; consoles that are open end too. @returns false unless exactly one is called that */
  readonly removeKeys: (name: string) => Promise<boolean>
  /** No console of theirs works from then on. @returns false unless exactly one is called that */
  readonly remove: (name: string) => Promise<boolean>
}

export function createStaffRoom({ ledger, clock, random, roleOf }: StaffParts): StaffRoom {
  const { staff } = ledger
  const hashOf = (secret: string): string => sha256Text(Buffer.from(`stranger-chat pass 1.${secret}`))

  async function passFor(moderator: string, kind: 'invite' | 'console', ms: number): Promise<string> {
    const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url')
    await staff.addPass({ hash: hashOf(secret), kind, moderator, expires: clock.now() + ms })
    return secret
  }
  const named: StaffRoom['named'] = async (name) =>
    (await staff.all()).filter((one) => one.removedAt === undefined && (one.name === name || one.id === name))
  const onlyNamed = async (name: string): Promise<ModeratorRecord | undefined> => {
    const [one, another] = await named(name)
    return another === undefined ? one : undefined
  }
  /** Whom the operator's settings let in by the provider is what those say now, and nobody once they don't. */
  function present(who: ModeratorRecord | undefined): ModeratorRecord | undefined {
    if (who === undefined || who.removedAt !== undefined) return undefined
    if (who.oidc === undefined) return who
    const role = roleOf?.(who.oidc)
    return role === undefined ? undefined : { ...who, role }
  }
  const admit: StaffRoom['admit'] = async (one, by) => {
    const who = present(one)
    if (who === undefined) return undefined
    const at = clock.now()
    const signin = { type: 'signin.done', moderator: who.id, by } as const
    const isNew = who.joinedAt === undefined
    if (isNew) await staff.change(who.id, { joinedAt: at })
    const facts = isNew ? ([{ type: 'moderator.joined', moderator: who.id }, signin] as const) : [signin]
    await ledger.write({ at, actor: who.id, facts })
    return { who, secret: await passFor(who.id, 'console', CONSOLE_MS) }
  }

  return {
    async invite(name, role) {
      const id = random.id()
      const at = clock.now()
      await staff.add({ id, name, role, addedAt: at, keys: [] })
      await ledger.write({
        at,
        actor: ACTORS.operator,
        facts: [{ type: 'moderator.invited', moderator: id, role }],
      })
      return { id, secret: await passFor(id, 'invite', INVITE_MS) }
    },

    async inviteAgain(name) {
      const one = await onlyNamed(name)
      return one === undefined
        ? undefined
        : { id: one.id, secret: await passFor(one.id, 'invite', INVITE_MS) }
    },

    async signIn(invite) {
      const at = clock.now()
      await staff.dropPasses({ expiredBefore: at })
      const pass = await staff.takePass(hashOf(invite))
      const who = pass?.kind === 'invite' && pass.expires > at ? await staff.get(pass.moderator) : undefined
      return who && (await admit(who, 'invite'))
    },

    admit,

    async who(secret) {
      const pass = await staff.pass(hashOf(secret), clock.now())
      return pass?.kind === 'console' ? present(await staff.get(pass.moderator)) : undefined
    },

    async crew() {
      const all = (await staff.all()).map(present)
      return all.filter((one) => one !== undefined).filter(({ joinedAt }) => joinedAt !== undefined)
    },

    named,

    signOut: (secret) => staff.dropPasses({ hash: hashOf(secret) }),

    async removeKeys(name) {
      const one = await onlyNamed(name)
      if (one === undefined) return false
      await staff.change(one.id, { keys: [] })
      await staff.dropPasses({ moderator: one.id })
      const facts = [{ type: 'passkey.removed', moderator: one.id }] as const
      await ledger.write({ at: clock.now(), actor: ACTORS.operator, facts })
      return true
    },

    async remove(name) {
      const one = await onlyNamed(name)
      if (one === undefined) return false
      const at = clock.now()
      await staff.change(one.id, { removedAt: at })
      await staff.dropPasses({ moderator: one.id })
      await ledger.write({
        at,
        actor: ACTORS.operator,
        facts: [{ type: 'moderator.removed', moderator: one.id }],
      })
      return true
    },
  }
}

/** @param canAddPasskey whether this place can have them */
export const meOf = ({ id, name, role, keys }: ModeratorRecord, canAddPasskey = false): Me => ({
  moderator: id,
  name,
  role,
  passkeys: keys.length > 0,
  canAddPasskey,
})
