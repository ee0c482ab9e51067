import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody whom the provider knows. */
export interface ProviderPerson {
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
  readonly name: string
}
export interface Provider {
  readonly issuer: string
  /** Who signs in next, without being asked anything. */
  person: ProviderPerson
  readonly close: () => void
}

const CLIENT = 'stranger-chat'
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An OpenID provider as small as can be: discovery, a sign-in without questions, signed tokens. */
export async function openProvider(person: ProviderPerson): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const nonces = new Map<string, string>()
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', provider.issuer)
    const json = (value: object): void => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(JSON.stringify(value))
    }
    if (url.pathname === '/.well-known/openid-configuration') return json(configuration())
    if (url.pathname === '/jwks')
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }] })
    if (url.pathname === '/authorize') {
      const code = randomUUID()
      nonces.set(code, url.searchParams.get('nonce') ?? '')
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }).toString()
      res.writeHead(302, { location: back.href })
      return res.end()
    }
    if (url.pathname !== '/token') return res.writeHead(404).end()
    let body = ''
    req.on('data', (part) => (body += String(part)))
    req.on('end', () => {
      const code = new URLSearchParams(body).get('code') ?? ''
      json({ access_token: 'none', token_type: 'bearer', id_token: tokenFor(nonces.get(code) ?? '') })
      nonces.delete(code)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const provider: Provider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person,
    close: () => void server.close(),
  }
  const configuration = () => ({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/authorize`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  })
  function tokenFor(nonce: string): string {
    const now = Math.floor(Date.now() / 1_000)
    const claims = { iss: provider.issuer, aud: CLIENT, iat: now, exp: now + 300, nonce, ...provider.person }
    const signed = `${base64url({ alg: 'RS256', kid: 'one' })}.${base64url(claims)}`
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  }
  return provider
}
