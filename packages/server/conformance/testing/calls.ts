import type { ServerOptions } from '../../src/index.js'
import { bodyOf, heard, isOf, type Known, said, withBody, without } from './turns.js'

const options = (): ServerOptions => ({ modes: ['text', 'voice', 'video'] })
const OPEN = { type: 'ice', policy: 'relay', servers: [], relays: [], ttlMs: 1_000 }

/** A signal that the server behind lets pass, in the place of one that it wouldn't; who gets it reads the other. */
const hidden = new Map<string, unknown>()
let hides = 0
const signalOf = (body: Readonly<Record<string, unknown>>): string => String(body['signal'])

/** Lets everything pass that the server would refuse. */
const blind = (isIt: (data: string, call: number) => boolean): Known['defect'] => ({
  options,
  fromClient: (frame) => {
    const body = bodyOf(frame)
    if (
      !isOf(frame, 'send') ||
      body['kind'] !== 'signal' ||
      !isIt(String(body['data']), Number(body['call']))
    )
      return undefined
    const word = `hidden_${'abcdefghijklmnopqrstuvwxyz'[hides++ % 26]}`
    hidden.set(word, body)
    return [{ ...frame, body: { kind: 'signal', call: body['call'], signal: 'hangup', data: word } }]
  },
  fromServer: (frame) => {
    const body = bodyOf(frame)
    if (!isOf(frame, 'entry') || signalOf(body) !== 'hangup') return undefined
    const meant = hidden.get(String(body['data']))
    return meant === undefined ? undefined : [{ ...frame, body: meant }]
  },
})

/** Ways to get calls wrong. */
export const CALLS: Readonly<Record<string, Known>> = {
  'modes are offered that are not there': {
    clauses: ['P-ICE-1'],
    defect: said('welcome', (frame) => [{ ...frame, modes: ['text', 'voice', 'video'] }]),
  },
  'servers for media never come': {
    clauses: ['P-ICE-2'],
    defect: { options, ...said('ice', () => []) },
  },
  'anybody gets servers for media, as often as they ask': {
    clauses: ['P-ICE-2'],
    defect: {
      options,
      fromClient: (frame, { toClient }) => (isOf(frame, 'ice') ? (toClient(OPEN), []) : undefined),
    },
  },
  'any address is a relay': {
    clauses: ['P-ICE-3'],
    defect: blind((data) => data.includes('198.51.100.66')),
  },
  'a call that was replaced goes on': {
    clauses: ['P-CALL-2'],
    defect: blind((data, call) => call === 1 && data.startsWith('v=0')),
  },
  'nobody may hang up late': {
    clauses: ['P-CALL-7'],
    defect: {
      options,
      ...heard('send', (frame) => [
        signalOf(bodyOf(frame)) === 'hangup' && bodyOf(frame)['call'] === 1
          ? withBody(frame, { data: 'too late' })
          : frame,
      ]),
    },
  },
  'descriptions are tidied up': {
    clauses: ['P-CALL-3'],
    defect: {
      options,
      ...said('entry', (frame) => [
        signalOf(bodyOf(frame)) === 'offer'
          ? withBody(frame, { data: String(bodyOf(frame)['data']).replaceAll('\r\n', '\n') })
          : frame,
      ]),
    },
  },
  'what is not in form goes through': {
    clauses: ['P-CALL-3'],
    defect: blind((data) => data.includes('o=kit') || data.includes('127.0.0.1')),
  },
  'descriptions without bound': {
    clauses: ['P-CALL-4'],
    defect: {
      options: () => ({ ...options(), limits: { callDescriptions: 13 } }),
      ...said('welcome', (frame) => [
        { ...frame, limits: { ...(frame['limits'] as object), callDescriptions: 12 } },
      ]),
    },
  },
  'candidates and lines without bound': {
    clauses: ['P-CALL-4'],
    defect: blind((data) => data.length > 900),
  },
  'offers made beforehand are lost': {
    clauses: ['P-CALL-5'],
    defect: { options, ...heard('join', (frame) => [without(frame, 'offer')]) },
  },
  'any offer made beforehand is taken': {
    clauses: ['P-CALL-5'],
    defect: {
      options,
      ...heard('join', (frame) => [
        typeof frame['offer'] === 'string'
          ? { ...frame, offer: frame['offer'].replace('call me', '-') }
          : frame,
      ]),
    },
  },
  'voice allows pictures': {
    clauses: ['P-CONSENT-3'],
    defect: { options, ...heard('join', (frame) => [{ ...frame, mode: 'video' }]) },
  },
  'calls in a chat of mode text': {
    clauses: ['P-BODY-2'],
    defect: { options, ...heard('join', (frame) => [{ ...frame, mode: 'video' }]) },
  },
}
