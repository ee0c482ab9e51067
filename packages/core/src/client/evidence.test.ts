import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { bodyFields, packFields } from '../protocol/index.js'
import { system } from '../system.js'
import { evidence } from './evidence.js'

const place = { offset: 1, seat: 0, at: 5, stamp: `k1.${'0'.repeat(22)}` }
const text = { ...place, body: { kind: 'text', text: 'hello' } }
const signal = { ...place, body: { kind: 'signal', call: 1, signal: 'offer', data: 'v=0' } }

it('P-REPORT-2: text goes in full, a signal as its hash', async () => {
  const hash = createHash('sha256')
    .update(packFields(bodyFields(signal.body)))
    .digest('base64url')
  expect(await evidence([text, signal], system.sha256)).toEqual([text, { ...place, kind: 'signal', hash }])
})

it('what a log keeps beside an entry stays here', async () => {
  const refused = { ...place, body: { kind: 'void' }, why: 'denied', said: 'rude' }
  expect(await evidence([refused], system.sha256)).toEqual([{ ...place, body: { kind: 'void' } }])
})
