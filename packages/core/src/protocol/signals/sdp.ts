import { MEDIA_ATTRIBUTES, REPEATED, SESSION_ATTRIBUTES } from './attributes.js'
import { filterCandidate, isNumber } from './candidate.js'
import { SIGNAL_LIMITS, type SdpFault, type SignalPolicy } from './limits.js'

export type FilteredSdp =
  | {
      readonly ok: true
      readonly sdp: string
      /** Candidates kept, and left out. */
      readonly candidates: number
      readonly dropped: number
    }
  | { readonly ok: false; readonly why: SdpFault }

/** A line: its type, `=`, printable ASCII. So no lone CR or LF, and no half of a character. */
const LINE = /^[a-z]=[\x20-\x7e]*$/
const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive']
/** What a section needs before anything flows. */
const TRANSPORT = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup']
const MEDIA = /^m=(audio|video) (\d{1,5}) ([A-Z/]{1,20}) ([\d ]{1,512})$/
const RTP = /^(?:UDP|TCP)\/TLS\/RTP\/SAVPF$/

/** The part before the first section, or one section. */
interface Part {
  readonly lines: readonly string[]
  /** Attributes that stand once, with their values; a direction under the name `direction`. */
  readonly facts: ReadonlyMap<string, string>
  readonly candidates: number
  readonly dropped: number
}

/**
 * A description with nothing in it but what a browser needs of another, written in one way: origin, time, connection and
 * RTCP address are replaced, candidates are judged, attributes that aren't known are left out. What it gives, it gives again
 * (P-LOG-4: a server alters nothing, so it takes what comes out as it went in). Never throws; linear in the text.
 */
export function filterSdp(sdp: string, policy: SignalPolicy): FilteredSdp {
  const parts = readParts(sdp, policy)
  if (typeof parts === 'string') return { ok: false, why: parts }
  const [session, ...sections] = parts
  const lines = parts.flatMap((part) => part.lines)
  const clean = `${lines.join('\r\n')}\r\n`
  // What was rebuilt may be longer than it was.
  const why = fault(session, sections) ?? overfull(clean, lines)
  if (why) return { ok: false, why }
  return {
    ok: true,
    sdp: clean,
    candidates: sum(parts, ({ candidates }) => candidates),
    dropped: sum(parts, ({ dropped }) => dropped),
  }
}

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)

function overfull(text: string, lines: readonly string[]): SdpFault | undefined {
  if (text.length > SIGNAL_LIMITS.sdpBytes) return 'too_long'
  if (lines.length > SIGNAL_LIMITS.sdpLines) return 'too_many'
  return lines.some((line) => line.length > SIGNAL_LIMITS.lineBytes) ? 'too_long' : undefined
}

function readParts(sdp: string, policy: SignalPolicy): readonly [Part, ...Part[]] | SdpFault {
  if (sdp.length > SIGNAL_LIMITS.sdpBytes) return 'too_long'
  const lines = sdp.split('\r\n')
  if (lines.pop() !== '') return 'ill_formed'
  const full = overfull(sdp, lines)
  if (full) return full
  if (!lines.every((line) => LINE.test(line))) return 'ill_formed'
  if (countOf(lines, 'a=candidate:') > SIGNAL_LIMITS.sdpCandidates) return 'too_many'
  const starts = lines.flatMap((line, i) => (line.startsWith('m=') ? [i] : []))
  if (starts.length > SIGNAL_LIMITS.media) return 'too_many'
  const session = readSession(lines.slice(0, starts[0]), policy)
  if (typeof session === 'string') return session
  const parts: [Part, ...Part[]] = [session]
  for (const [i, start] of starts.entries()) {
    const section = readSection(lines.slice(start, starts[i + 1]), policy)
    if (typeof section === 'string') return section
    parts.push(section)
  }
  return parts
}

const countOf = (lines: readonly string[], start: string): number =>
  lines.reduce((count, line) => count + (line.startsWith(start) ? 1 : 0), 0)

function readSession(lines: readonly string[], policy: SignalPolicy): Part | SdpFault {
  const [version, origin = '', name = ''] = lines
  const [, id = '', edition = '', ...where] = origin.split(' ')
  if (version !== 'v=0' || !origin.startsWith('o=') || !name.startsWith('s=') || where.length !== 3)
    return 'ill_formed'
  if (!isNumber(id, 2 ** 64) || !isNumber(edition, 2 ** 64)) return 'ill_formed'
  const head = ['v=0', `o=- ${id} ${edition} IN IP4 0.0.0.0`, 's=-', 't=0 0']
  return readAttributes(head, lines.slice(3), SESSION_ATTRIBUTES, policy)
}

function readSection(lines: readonly string[], policy: SignalPolicy): Part | SdpFault {
  const [line = '', ...rest] = lines
  const [, kind, port = '', proto = '', formats = ''] = MEDIA.exec(line) ?? []
  const types = formats.split(' ')
  const fits =
    RTP.test(proto) && types.every((type) => isNumber(type, 127)) && new Set(types).size === types.length
  if (kind === undefined || !fits || !isNumber(port, 65_535)) return 'media'
  // Port 0 says that a section is refused, or waits for another's transport; any other is where its author listens.
  const head = [`m=${kind} ${port === '0' ? '0' : '9'} UDP/TLS/RTP/SAVPF ${formats}`, 'c=IN IP4 0.0.0.0']
  return readAttributes(head, rest, MEDIA_ATTRIBUTES, policy)
}

function readAttributes(
  head: readonly string[],
  rest: readonly string[],
  forms: typeof MEDIA_ATTRIBUTES,
  policy: SignalPolicy,
): Part | SdpFault {
  const lines = [...head]
  const facts = new Map<string, string>()
  let [candidates, dropped] = [0, 0]
  for (const line of rest) {
    if (!line.startsWith('a=')) continue
    const colon = line.indexOf(':')
    const name = line.slice(2, colon < 0 ? undefined : colon)
    if (name === 'candidate') {
      // Above all sections it would belong to none.
      const candidate = forms === MEDIA_ATTRIBUTES ? filterCandidate(line.slice(2), policy) : undefined
      if (candidate === undefined) dropped++
      else {
        candidates++
        lines.push(`a=${candidate}`)
      }
      continue
    }
    const value = forms.get(name)?.(colon < 0 ? '' : line.slice(colon + 1))
    if (value === undefined) continue
    const slot = DIRECTIONS.includes(name) ? 'direction' : name
    if (facts.has(slot)) return 'ill_formed'
    if (!REPEATED.has(name)) facts.set(slot, value)
    lines.push(value === '' ? `a=${name}` : `a=${name}:${value}`)
  }
  return { lines, facts, candidates, dropped }
}

/** What is wrong with the whole, though each line is right. */
function fault(session: Part, sections: readonly Part[]): SdpFault | undefined {
  const byMid = new Map(sections.map((section) => [section.facts.get('mid'), section]))
  if (sections.length === 0 || byMid.has(undefined) || byMid.size < sections.length) return 'media'
  // A second picture beside the first would be one more to decode, and one that nobody agreed to send.
  if (new Set(sections.map(kindOf)).size < sections.length) return 'media'
  const bundle = session.facts.get('group')?.split(' ').slice(1) ?? []
  if (!bundle.every((mid) => byMid.has(mid)) || new Set(bundle).size < bundle.length) return 'media'
  for (const section of sections) {
    // Those of a bundle travel with its first.
    const carrier = bundle.includes(section.facts.get('mid') ?? '') ? byMid.get(bundle[0]) : undefined
    const from = [section, carrier, session]
    if (isRefused(section)) continue
    if (!TRANSPORT.every((name) => from.some((part) => part?.facts.has(name)))) return 'transport'
  }
  return undefined
}

const kindOf = ({ lines: [media = ''] }: Part): string | undefined => media.split(' ')[0]
const isRefused = ({ lines: [media = ''], facts }: Part): boolean =>
  media.split(' ')[1] === '0' && !facts.has('bundle-only')

/** Whether a description in form has a section for a picture, which a voice chat must not (P-CALL-3). */
export const hasPicture = (sdp: string): boolean => sdp.includes('\nm=video ')
