import type { Role } from '@stranger-chat/core/api'
import type * as OpenId from 'openid-client'
import type { Clock, Random } from '../ports/clock.js'
import type { Ledger, ModeratorRecord } from '../ports/ledger.js'
import { ACTORS } from '../rules/facts.js'
import type { KeyRing } from '../session/keys.js'
import { seal, unseal } from '../system.js'
import type { SignedIn, StaffRoom } from './staff.js'

/** Moderators sign in with an identity provider, such as their organisation's. */
export interface OidcOptions {
  /** Such as `https://login.example.org`; http on this machine only. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the button says. */
  readonly name?: string
  /** Who may come in, by verified e-mail address, and as what. Nobody else. */
  readonly moderators: Readonly<Record<string, Role>>
}
export interface OidcParts {
  readonly options: OidcOptions
  readonly ledger: Ledger
  readonly staff: StaffRoom
  readonly keys: KeyRing
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
}

/** How long somebody has at the provider, ms. */
export const OIDC_MS = 10 * 60_000
const ABOUT = 'stranger-chat oidc 1'

/** What is remembered in the browser's own cookie, sealed, until it comes back. */
interface Errand {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly expires: number
}

export interface Oidc {
  readonly name: string
  /** @returns where to send the browser, and what it keeps meanwhile */
  readonly begin: (redirect: string) => Promise<{ readonly url: string; readonly errand: string }>
  /** @param back the address the browser came back with; nothing when whoever it is may not come in */
  readonly finish: (back: URL, errand: string) => Promise<SignedIn | undefined>
}

/**
 * What a record keeps of somebody who came in by the provider: who they are there, and the address the operator named.
 * It has no space, so it is what stands behind the last one.
 */
const subjectOf = (person: string, email: string): string => `${person} ${email}`

/** The role that settings name for a record's subject; addresses are compared in lower case. */
export function rolesOf({ moderators }: Pick<OidcOptions, 'moderators'>): (oidc: string) => Role | undefined {
  const roles = new Map(Object.entries(moderators).map(([email, role]) => [email.toLowerCase(), role]))
  return (oidc) => roles.get(oidc.slice(oidc.lastIndexOf(' ') + 1))
}

export function createOidc({ options, ledger, staff, keys, clock, random }: OidcParts): Oidc {
  const roleOf = rolesOf(options)
  let found: Promise<OpenId.Configuration> | undefined

  /** Asked once; a provider that was away is asked again. */
  async function provider(): Promise<{
    readonly library: typeof OpenId
    readonly config: OpenId.Configuration
  }> {
    const library = await import('openid-client')
    const { issuer, clientId, clientSecret } = options
    // oxlint-disable-next-line typescript/no-deprecated -- marked so that nobody uses it by mistake; http is for this machine only
    const execute = issuer.startsWith('http://') ? [library.allowInsecureRequests] : []
    found ??= library.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute })
    try {
      return { library, config: await found }
    } catch (cause) {
      found = undefined
      throw cause
    }
  }

  function errandIn(sealed: string): Errand | undefined {
    const [id = '', text = ''] = sealed.split('.')
    const key = keys.byId('capsule', id)
    const plain = key && unseal(key.bytes, Buffer.from(text, 'base64url'), ABOUT)
    const errand = plain && (JSON.parse(Buffer.from(plain).toString()) as Errand)
    return errand !== undefined && errand.expires > clock.now() ? errand : undefined
  }

  /** Somebody the operator named comes in as what the operator said, unless the operator removed them. */
  async function moderatorOf(
    person: string,
    email: string,
    name: string,
    role: Role,
  ): Promise<ModeratorRecord | undefined> {
    const at = clock.now()
    const subject = subjectOf(person, email)
    const theirs = (await ledger.staff.all()).filter(
      ({ oidc }) => oidc?.slice(0, oidc.lastIndexOf(' ')) === person,
    )
    if (theirs.some(({ removedAt }) => removedAt !== undefined)) return undefined
    const [known] = theirs
    // Under another address somebody else may be meant: the operator removes the old one and invites anew.
    if (known !== undefined && known.oidc !== subject) return undefined
    if (known === undefined) {
      const who = { id: random.id(), name, role, addedAt: at, oidc: subject, keys: [] }
      await ledger.staff.add(who)
      const facts = [{ type: 'moderator.invited', moderator: who.id, role }] as const
      await ledger.write({ at, actor: ACTORS.operator, facts })
      return who
    }
    if (known.role === role) return known
    await ledger.staff.change(known.id, { role })
    const facts = [{ type: 'moderator.changed', moderator: known.id, role }] as const
    await ledger.write({ at, actor: ACTORS.operator, facts })
    return { ...known, role }
  }

  return {
    name: options.name ?? new URL(options.issuer).hostname,

    async begin(redirect) {
      const { library, config } = await provider()
      const verifier = library.randomPKCECodeVerifier()
      const errand: Errand = {
        verifier,
        state: library.randomState(),
        nonce: library.randomNonce(),
        expires: clock.now() + OIDC_MS,
      }
      const url = library.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid email profile',
        code_challenge: await library.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: errand.state,
        nonce: errand.nonce,
      })
      // A key that is kept for days, so that none disappears on the way to the provider and back.
      const { id, bytes } = keys.current('capsule')
      const sealed = seal(bytes, Buffer.from(JSON.stringify(errand)), ABOUT)
      return { url: url.href, errand: `${id}.${Buffer.from(sealed).toString('base64url')}` }
    },

    async finish(back, sealed) {
      const errand = errandIn(sealed)
      if (errand === undefined) return undefined
      const { library, config } = await provider()
      const { verifier, state, nonce } = errand
      const tokens = await library
        .authorizationCodeGrant(config, back, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch(() => undefined)
      const claims = tokens?.claims()
      if (claims === undefined || claims.email_verified !== true || typeof claims['email'] !== 'string')
        return undefined
      const email = claims['email'].toLowerCase()
      if (email.includes(' ')) return undefined
      const person = `${claims.iss} ${claims.sub}`
      const role = roleOf(subjectOf(person, email))
      if (role === undefined) return undefined
      const name = typeof claims['name'] === 'string' ? claims['name'].slice(0, 80) : email
      const who = await moderatorOf(person, email, name, role)
      return who && (await staff.admit(who, 'oidc'))
    },
  }
}
