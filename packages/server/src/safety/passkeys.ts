import type * as WebAuthn from '@simplewebauthn/server'
import type { Clock, Random } from '../ports/clock.js'
import type { Ledger, ModeratorRecord, Passkey } from '../ports/ledger.js'
import type { KeyRing } from '../session/keys.js'
import { hmacSha256, sameBytes, sha256Text } from '../system.js'
import type { SignedIn, StaffRoom } from './staff.js'

/** How long somebody has to press the button of their key, ms. */
const CEREMONY_MS = 5 * 60_000
/** Passkeys of one moderator: a few devices. */
const MOST = 10
const NONCE_BYTES = 16
const LABEL = Buffer.from('stranger-chat passkey answer 1.')
const RP_NAME = 'stranger-chat moderation'

/** Where the console is, as the browser sees it. A key works in that place only. */
export interface Place {
  /** Such as `https://chat.example.org`. */
  readonly origin: string
}
export interface PasskeyParts {
  readonly ledger: Pick<Ledger, 'staff' | 'write'>
  readonly staff: StaffRoom
  readonly keys: KeyRing
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'bytes'>
}

/** Signing in with the device's own lock. Nothing here can be tried elsewhere: a key's answer names place and challenge. */
export interface Passkeys {
  /** Whether this place can have them: the package is installed, and the page is on https or on this machine. */
  readonly work: (place: Place) => Promise<boolean>
  readonly registration: (who: ModeratorRecord, place: Place) => Promise<object>
  readonly register: (who: ModeratorRecord, place: Place, answer: unknown) => Promise<boolean>
  readonly signingIn: (place: Place) => Promise<object>
  readonly signIn: (place: Place, answer: unknown) => Promise<SignedIn | undefined>
}

type Library = typeof WebAuthn

/** Loaded when first needed; nothing where it isn't installed. */
const libraryOf = (): Promise<Library | undefined> => import('@simplewebauthn/server').catch(() => undefined)

export function createPasskeys({ ledger, staff, keys, clock, random }: PasskeyParts): Passkeys {
  let library: Promise<Library | undefined> | undefined
  const load = (): Promise<Library | undefined> => (library ??= libraryOf())

  /** Nonce, time and MAC: any node knows its own again, and nothing has to be kept until it is answered. */
  function challenge(what: string): Uint8Array<ArrayBuffer> {
    const head = Buffer.alloc(NONCE_BYTES + 8)
    head.set(random.bytes(NONCE_BYTES))
    head.writeBigUInt64BE(BigInt(clock.now() + CEREMONY_MS), NONCE_BYTES)
    return new Uint8Array(Buffer.concat([head, macOf(head, what)]))
  }
  const macOf = (head: Buffer, what: string): Uint8Array => {
    const label = Buffer.from(`stranger-chat passkey challenge 1.${what}.`)
    // The key of when it was made, which a new root in between doesn't change.
    const key = keys.at('receipt', Number(head.readBigUInt64BE(NONCE_BYTES)) - CEREMONY_MS)
    return hmacSha256(key.bytes, Buffer.concat([label, head]))
  }
  /** Whether it is one of ours for this, in time, and answered for the first time, on whichever node. */
  async function isFresh(text: string, what: string): Promise<boolean> {
    const bytes = Buffer.from(text, 'base64url')
    const head = bytes.subarray(0, NONCE_BYTES + 8)
    if (head.length < NONCE_BYTES + 8 || !sameBytes(bytes.subarray(head.length), macOf(head, what)))
      return false
    const expires = Number(head.readBigUInt64BE(NONCE_BYTES))
    if (expires < clock.now()) return false
    // The bytes and not the text, which can spell them in several ways.
    return await ledger.staff.useOnce(sha256Text(Buffer.concat([LABEL, bytes])), expires)
  }

  return {
    work: async (place) => rpOf(place) !== undefined && (await load()) !== undefined,

    async registration(who, place) {
      const { generateRegistrationOptions } = await mustLoad(load)
      return await generateRegistrationOptions({
        rpName: RP_NAME,
        rpID: mustRp(place),
        userName: who.name,
        userID: new Uint8Array(Buffer.from(who.id)),
        challenge: challenge(`register ${who.id}`),
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: who.keys.map(({ id }) => ({ id })),
      })
    },

    async register(who, place, answer) {
      const { verifyRegistrationResponse } = await mustLoad(load)
      if (who.keys.length >= MOST) return false
      const verified = await verifyRegistrationResponse({
        response: answer as never,
        expectedChallenge: (given) => isFresh(given, `register ${who.id}`),
        expectedOrigin: place.origin,
        expectedRPID: mustRp(place),
      }).catch(() => undefined)
      if (verified?.verified !== true) return false
      const { id, publicKey, counter } = verified.registrationInfo.credential
      const key: Passkey = {
        id,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        addedAt: clock.now(),
      }
      await ledger.staff.change(who.id, { keys: [...who.keys.filter((one) => one.id !== id), key] })
      const facts = [{ type: 'passkey.added', moderator: who.id }] as const
      await ledger.write({ at: clock.now(), actor: who.id, facts })
      return true
    },

    async signingIn(place) {
      const { generateAuthenticationOptions } = await mustLoad(load)
      return await generateAuthenticationOptions({
        rpID: mustRp(place),
        challenge: challenge('sign in'),
        userVerification: 'required',
      })
    },

    async signIn(place, answer) {
      const { verifyAuthenticationResponse } = await mustLoad(load)
      const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined
      const people = (await ledger.staff.all()).filter(({ removedAt }) => removedAt === undefined)
      const who = people.find(({ keys: own }) => own.some((key) => key.id === id))
      const key = who?.keys.find((one) => one.id === id)
      if (who === undefined || key === undefined) return undefined
      const verified = await verifyAuthenticationResponse({
        response: answer as never,
        expectedChallenge: (given) => isFresh(given, 'sign in'),
        expectedOrigin: place.origin,
        expectedRPID: mustRp(place),
        credential: {
          id: key.id,
          publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
          counter: key.counter,
        },
      }).catch(() => undefined)
      if (verified?.verified !== true) return undefined
      const counter = verified.authenticationInfo.newCounter
      await ledger.staff.change(who.id, {
        keys: who.keys.map((one) => (one.id === key.id ? { ...one, counter } : one)),
      })
      return await staff.admit(who, 'passkey')
    },
  }
}

/** The name that keys are bound to; nothing where browsers have none (plain http, bare addresses). */
function rpOf({ origin }: Place): string | undefined {
  const [, scheme, host = ''] = /^(https?):\/\/([a-z0-9.-]+)(?::\d+)?$/.exec(origin) ?? []
  if (/^[\d.]*$/.test(host)) return undefined
  return scheme === 'https' || host === 'localhost' ? host : undefined
}

function mustRp(place: Place): string {
  const rp = rpOf(place)
  if (rp === undefined) throw new Error('There are no passkeys in this place.')
  return rp
}

async function mustLoad(load: () => Promise<Library | undefined>): Promise<Library> {
  const library = await load()
  if (library === undefined) throw new Error('@simplewebauthn/server is not installed.')
  return library
}
