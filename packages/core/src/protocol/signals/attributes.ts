import { ICE_UFRAG, isNumber } from './candidate.js'

/**
 * The attributes that pass, each with its own narrow form. What a browser doesn't need, and what isn't written as browsers
 * write it, is left out. No form has room for an address or a name of a machine: a dot stands only in addresses of our own
 * making and in the few fixed URIs, and a colon never between more than two words. There is none for several sizes of one
 * picture (`rid`, `simulcast`): whoever could ask for a second one would get it beside the blurred one.
 */
type Form = (value: string) => string | undefined

/** A section's name. */
export const MID = /^[\w-]{1,16}$/

/** Made up by browsers: a UUID, in Firefox in braces, or 16 characters of base64. */
const LABEL = String.raw`[\w{}+/=-]{1,64}`
const TYPE = String.raw`(?:\d|[1-9]\d|1[01]\d|12[0-7])`

const fits =
  (form: RegExp): Form =>
  (value) =>
    form.test(value) ? value : undefined
const number =
  (max: number): Form =>
  (value) =>
    isNumber(value, max) ? value : undefined
const flag: Form = (value) => (value === '' ? '' : undefined)

const fingerprint: Form = (value) =>
  /^sha-256 [\dA-F]{2}(?::[\dA-F]{2}){31}$/i.test(value)
    ? `sha-256 ${value.slice(8).toUpperCase()}`
    : undefined

/** Ways of ICE that both ends have to agree on. */
const ICE_OPTIONS = ['trickle', 'ice2', 'renomination']
const iceOptions: Form = (value) => {
  const kept = ICE_OPTIONS.filter((option) => value.split(' ').includes(option))
  return kept.length > 0 ? kept.join(' ') : undefined
}

/** Who says what a header extension means: fixed beginnings, then a plain word or two. */
const EXTENSION =
  /^(?:urn:ietf:params:rtp-hdrext:(?:sdes:)?|urn:3gpp:|http:\/\/www\.webrtc\.org\/experiments\/rtp-hdrext\/|http:\/\/www\.ietf\.org\/id\/draft-)[a-z][a-z\d-]{1,63}$/
const DESCRIPTOR = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension'
const extmap: Form = (value) => {
  const [id = '', uri = '', ...more] = value.split(' ')
  const known = uri === DESCRIPTOR || EXTENSION.test(uri)
  const named = /^[1-9]\d{0,2}(?:\/(?:sendrecv|sendonly|recvonly|inactive))?$/.test(id)
  return known && named && more.length === 0 ? value : undefined
}

/** `key=value` of a codec, or its bare values: `0-15`, `111/111`. Not `x-…`, by which Chromium takes orders about its bitrate. */
const PARAMETER = /^(?!x-)[\w-]{1,40}(?:=[\w,+/-]{1,64})?$|^\d[\d,/-]{0,63}$/
const fmtp: Form = (value) => {
  const space = value.indexOf(' ')
  if (space < 0 || !isNumber(value.slice(0, space), 127)) return undefined
  const parameters = value.slice(space + 1).split(';')
  const kept = parameters.map((one) => one.trim()).filter((one) => one !== '')
  if (kept.length === 0 || !kept.every((one) => PARAMETER.test(one))) return undefined
  return `${value.slice(0, space)} ${kept.join(';')}`
}

/** Chromium writes a space after the colon, Firefox none. */
const MEANING = new RegExp(String.raw`^ ?WMS(?: (?:\*|${LABEL})){0,4}$`)
const msidSemantic: Form = (value) => (MEANING.test(value) ? ` ${value.trimStart()}` : undefined)

const LABELS = new RegExp(String.raw`^${LABEL}(?: ${LABEL})?$`)
const SOURCE = new RegExp(
  String.raw`^\d{1,10} (?:cname:${LABEL}|msid:${LABEL}(?: ${LABEL})?|mslabel:${LABEL}|label:${LABEL})$`,
)
const BUNDLE = /^BUNDLE(?: [\w-]{1,16}){0,3}$/
const CODEC = new RegExp(String.raw`^${TYPE} [A-Za-z][A-Za-z\d-]{0,31}/[1-9]\d{0,6}(?:/\d{1,2})?$`)
const FEEDBACK = new RegExp(String.raw`^(?:\*|${TYPE}) [a-z][a-z-]{0,19}(?: [a-z\d-]{1,20}){0,2}$`)

const anywhere: readonly (readonly [string, Form])[] = [
  ['ice-ufrag', fits(ICE_UFRAG)],
  ['ice-pwd', fits(/^[A-Za-z\d+/]{22,256}$/)],
  ['ice-options', iceOptions],
  ['fingerprint', fingerprint],
  ['setup', fits(/^(?:actpass|active|passive)$/)],
  ['extmap-allow-mixed', flag],
  ['sendrecv', flag],
  ['sendonly', flag],
  ['recvonly', flag],
  ['inactive', flag],
]

/** Of the description as a whole. */
export const SESSION_ATTRIBUTES: ReadonlyMap<string, Form> = new Map([
  ...anywhere,
  ['group', fits(BUNDLE)],
  ['msid-semantic', msidSemantic],
])

/** Of one section. `candidate` isn't among them: it is judged by the policy. */
export const MEDIA_ATTRIBUTES: ReadonlyMap<string, Form> = new Map([
  ...anywhere,
  ['mid', fits(MID)],
  ['bundle-only', flag],
  ['end-of-candidates', flag],
  // Where RTCP would go without multiplexing: rebuilt, as `c=` is.
  ['rtcp', () => '9 IN IP4 0.0.0.0'],
  ['rtcp-mux', flag],
  ['rtcp-mux-only', flag],
  ['rtcp-rsize', flag],
  ['rtcp-xr', fits(/^rcvr-rtt=(?:all|sender)$/)],
  ['rtcp-fb', fits(FEEDBACK)],
  ['rtpmap', fits(CODEC)],
  ['fmtp', fmtp],
  ['extmap', extmap],
  ['msid', fits(LABELS)],
  ['ssrc', fits(SOURCE)],
  ['ssrc-group', fits(/^(?:FID|FEC-FR|FEC)(?: \d{1,10}){1,8}$/)],
  ['ptime', number(1_000)],
  ['maxptime', number(1_000)],
])

/** These may stand more than once in a section. Of any other a second one could be read in two ways. */
export const REPEATED: ReadonlySet<string> = new Set([
  'rtcp-fb',
  'rtpmap',
  'fmtp',
  'extmap',
  'msid',
  'ssrc',
  'ssrc-group',
])
