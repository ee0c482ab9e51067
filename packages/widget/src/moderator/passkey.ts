import type { Answer, ModerationApi, PasskeyStep } from './api.js'

/** Whether this browser knows passkeys; pages over plain http have none. */
export const passkeysHere = (): boolean => 'PublicKeyCredential' in globalThis && 'credentials' in navigator

/** `cancelled`: the person closed the browser's own dialog, which needs no sentence. */
export type Passkey = 'done' | 'cancelled' | Extract<Answer<unknown>, { ok: false }>['error']

/** Signs in with a passkey, or registers one for whoever is signed in. */
export async function passkey(api: ModerationApi, step: PasskeyStep): Promise<Passkey> {
  const options = await api.passkeyOptions(step)
  if (!options.ok) return options.error
  const credential = await ceremony(step, asked(options.value)).catch(() => null)
  if (!credential) return 'cancelled'
  const verified = await api.passkeyVerify(step, credential)
  return verified.ok ? 'done' : verified.error
}

type Json = Readonly<Record<string, unknown>>
const asked = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})

// WebAuthn speaks in buffers and servers in base64url; the browser's own translation isn't everywhere yet.

async function ceremony(step: PasskeyStep, options: Json): Promise<Json | null> {
  const publicKey = { ...options, challenge: bytes(options['challenge']) }
  const credential =
    step === 'register'
      ? await navigator.credentials.create({ publicKey: creation(publicKey, options) })
      : await navigator.credentials.get({ publicKey: request(publicKey, options) })
  return credential instanceof PublicKeyCredential ? spoken(credential) : null
}

const creation = (publicKey: object, options: Json) =>
  ({
    ...publicKey,
    user: { ...asked(options['user']), id: bytes(asked(options['user'])['id']) },
    excludeCredentials: keys(options['excludeCredentials']),
  }) as unknown as PublicKeyCredentialCreationOptions
const request = (publicKey: object, options: Json) =>
  ({
    ...publicKey,
    allowCredentials: keys(options['allowCredentials']),
  }) as unknown as PublicKeyCredentialRequestOptions

const keys = (list: unknown): readonly Json[] =>
  (Array.isArray(list) ? list : []).map((one: unknown) => ({ ...asked(one), id: bytes(asked(one)['id']) }))

function spoken(credential: PublicKeyCredential): Json {
  const { id, rawId, type, response, authenticatorAttachment } = credential
  const common = { clientDataJSON: letters(response.clientDataJSON) }
  return {
    id,
    rawId: letters(rawId),
    type,
    authenticatorAttachment: authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response:
      response instanceof AuthenticatorAttestationResponse
        ? {
            ...common,
            attestationObject: letters(response.attestationObject),
            transports: response.getTransports(),
          }
        : { ...common, ...assertion(response as AuthenticatorAssertionResponse) },
  }
}

const assertion = (response: AuthenticatorAssertionResponse): Json => ({
  authenticatorData: letters(response.authenticatorData),
  signature: letters(response.signature),
  userHandle: response.userHandle ? letters(response.userHandle) : undefined,
})

function bytes(text: unknown): Uint8Array {
  const plain = (typeof text === 'string' ? text : '').replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0))
}

function letters(buffer: ArrayBuffer): string {
  let text = ''
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
