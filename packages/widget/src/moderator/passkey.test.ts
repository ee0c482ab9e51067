import { expect } from '@open-wc/testing'
import { type Fetch, ModerationApi } from './api.js'
import { passkey } from './passkey.js'
import { NOW } from './testing/cases.js'

const bytes = (...values: number[]) => Uint8Array.from(values).buffer
const list = (buffer: unknown) => [...new Uint8Array(buffer as ArrayBuffer)]

/** A server that asks for `options`, and what it was sent to verify. */
function given(options: unknown, verified = 200) {
  const sent: unknown[] = []
  const fetch: Fetch = (url, { body }) => {
    if (url.endsWith('/verify')) sent.push(JSON.parse(typeof body === 'string' ? body : 'null'))
    return Promise.resolve(
      url.endsWith('/options')
        ? new Response(JSON.stringify(options))
        : new Response('{"code":"unknown_key","message":"This key isn’t known here."}', { status: verified }),
    )
  }
  const api = new ModerationApi('https://chat.example', fetch, { now: () => NOW, after: () => () => {} })
  return { api, sent }
}

/** A browser whose person presses the key, or doesn't. */
function authenticator(answer: PublicKeyCredential | null): { readonly asked: unknown[] } {
  const asked: unknown[] = []
  const act = (options: unknown) => {
    asked.push(options)
    return answer ? Promise.resolve(answer) : Promise.reject(new DOMException('', 'NotAllowedError'))
  }
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { create: act, get: act } })
  return { asked }
}

const made = (prototype: object, values: Readonly<Record<string, unknown>>): object =>
  Object.create(
    prototype,
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, enumerable: true }])),
  ) as object
const credential = (response: object) =>
  made(PublicKeyCredential.prototype, {
    id: '-_8',
    rawId: bytes(251, 255),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    getClientExtensionResults: () => ({}),
    response,
  }) as PublicKeyCredential

describe('a passkey', () => {
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'credentials')
  })

  it('signs in: base64url from and to the server, buffers from and to the browser', async () => {
    const { api, sent } = given({
      challenge: '-_8',
      rpId: 'chat.example',
      allowCredentials: [{ id: 'AQI', type: 'public-key' }],
    })
    const { asked } = authenticator(
      credential(
        made(AuthenticatorAssertionResponse.prototype, {
          clientDataJSON: bytes(1),
          authenticatorData: bytes(2),
          signature: bytes(3, 4, 5),
          userHandle: null,
        }),
      ),
    )
    expect(await passkey(api, 'signin')).to.equal('done')
    const [{ publicKey }] = asked as [{ publicKey: PublicKeyCredentialRequestOptions }]
    expect(list(publicKey.challenge)).to.deep.equal([251, 255])
    expect(list(publicKey.allowCredentials?.[0]?.id)).to.deep.equal([1, 2])
    expect(publicKey.rpId).to.equal('chat.example')
    expect(sent).to.deep.equal([
      {
        id: '-_8',
        rawId: '-_8',
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'AwQF' },
      },
    ])
  })

  it('is registered for whoever is signed in', async () => {
    const { api, sent } = given({
      challenge: 'AQ',
      user: { id: 'Ag', name: 'ann' },
      excludeCredentials: [{ id: 'Aw' }],
    })
    const { asked } = authenticator(
      credential(
        made(AuthenticatorAttestationResponse.prototype, {
          clientDataJSON: bytes(1),
          attestationObject: bytes(9),
          getTransports: () => ['internal'],
        }),
      ),
    )
    expect(await passkey(api, 'register')).to.equal('done')
    const [{ publicKey }] = asked as [{ publicKey: PublicKeyCredentialCreationOptions }]
    expect([list(publicKey.user.id), publicKey.user.name]).to.deep.equal([[2], 'ann'])
    expect(list(publicKey.excludeCredentials?.[0]?.id)).to.deep.equal([3])
    expect(sent[0]).to.deep.include({
      response: { clientDataJSON: 'AQ', attestationObject: 'CQ', transports: ['internal'] },
    })
  })

  it('that wasn’t given, or was asked for senselessly, is no error and sends nothing', async () => {
    for (const options of [{ challenge: 'AQ' }, { challenge: '%%%' }, null]) {
      const { api, sent } = given(options)
      authenticator(null)
      expect(await passkey(api, 'signin')).to.equal('cancelled')
      expect(sent).to.deep.equal([])
    }
  })

  it('that the server doesn’t know is a refusal with its sentence', async () => {
    const { api } = given({ challenge: 'AQ' }, 403)
    authenticator(
      credential(
        made(AuthenticatorAssertionResponse.prototype, {
          clientDataJSON: bytes(1),
          authenticatorData: bytes(2),
          signature: bytes(3),
          userHandle: bytes(7),
        }),
      ),
    )
    expect(await passkey(api, 'signin')).to.deep.include({ code: 'unknown_key', status: 403 })
  })
})
