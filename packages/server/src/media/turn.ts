import { md5 } from '../system.js'
import {
  type Answer,
  ATTRIBUTE,
  type Attributes,
  hiddenAddress,
  METHOD,
  type Place,
  shownAddress,
  StunLine,
} from './stun.js'

/**
 * What a TURN server does for whoever has these credentials. `silent`: nobody answers. `refused`: it says no, with this
 * number: 401 is a wrong secret or clock. `relays`: from this address (IPv4), and `isClosed` if to nobody but itself.
 */
export type TurnState =
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'relays'; readonly address: string | undefined; readonly isClosed: boolean }

const UDP = Uint8Array.from([17, 0, 0, 0])
const NEVER = Uint8Array.from([0, 0, 0, 0])
/** An address that is nobody's (RFC 5737): a relay that is closed refuses it like any other. */
const NOBODY = '192.0.2.1'
const UNAUTHORIZED = 401
const STALE = 438

/** Asks a TURN server for an allocation as a browser does, and gives it back. Never rejects. */
export async function probeTurn(
  place: Place,
  { username, credential }: { readonly username: string; readonly credential: string },
  withinMs: number,
): Promise<TurnState> {
  const line = await StunLine.to(place, withinMs).catch(() => undefined)
  if (line === undefined) return { kind: 'silent' }
  try {
    const wanted: Attributes = [[ATTRIBUTE.transport, UDP]]
    const first = await line.ask(METHOD.allocate, wanted)
    if (first === undefined) return { kind: 'silent' }
    // It asks for no credentials at all.
    if (first.code === 0) return { kind: 'relays', address: relayOf(first), isClosed: false }
    const realm = first.attributes.get(ATTRIBUTE.realm)
    let nonce = first.attributes.get(ATTRIBUTE.nonce)
    if (first.code !== UNAUTHORIZED || realm === undefined || nonce === undefined)
      return { kind: 'refused', code: first.code }
    const key = md5(`${username}:${Buffer.from(realm).toString()}:${credential}`)
    const ask = async (method: number, attributes: Attributes) => {
      for (let tries = 0; ; tries++) {
        const own: Attributes = [
          [ATTRIBUTE.username, Buffer.from(username)],
          [ATTRIBUTE.realm, realm],
          [ATTRIBUTE.nonce, nonce ?? NEVER],
        ]
        const answer = await line.ask(method, [...attributes, ...own], key)
        if (answer?.code !== STALE || tries > 0) return answer
        nonce = answer.attributes.get(ATTRIBUTE.nonce)
      }
    }
    const allocated = await ask(METHOD.allocate, wanted)
    if (allocated === undefined) return { kind: 'silent' }
    if (allocated.code !== 0) return { kind: 'refused', code: allocated.code }
    const elsewhere = await ask(METHOD.permission, [[ATTRIBUTE.peer, hiddenAddress(NOBODY)]])
    await ask(METHOD.refresh, [[ATTRIBUTE.lifetime, NEVER]])
    return {
      kind: 'relays',
      address: relayOf(allocated),
      isClosed: elsewhere !== undefined && elsewhere.code !== 0,
    }
  } finally {
    line.close()
  }
}

const relayOf = ({ attributes }: Answer): string | undefined =>
  shownAddress(attributes.get(ATTRIBUTE.relayed))
