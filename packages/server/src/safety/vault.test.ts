import { expect, it } from 'vitest'
import { createKeyRing } from '../session/keys.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createVault, VaultError } from './vault.js'

const vaultOf = (byte: number) => {
  const ring = createKeyRing(
    [{ secret: new Uint8Array(32).fill(byte), from: 1_700_000_000_000 }],
    new FakeClock(),
  )
  return createVault(ring, seededRandom(byte))
}
const vault = vaultOf(1)
const WORDS = { id: 'item-one', what: 'note', of: 'report-one', at: 5 } as const

it('gives back what was sealed, and shows nothing of it meanwhile', () => {
  const key = vault.newKey('case-one')
  const item = vault.seal('case-one', key, WORDS, { note: 'he asked for my address' })
  expect(vault.open('case-one', key, item)).toEqual({ note: 'he asked for my address' })
  expect(Buffer.from(item.blob).toString('latin1')).not.toContain('address')
  expect(Buffer.from(key).toString('latin1')).toMatch(/^g/)
})

it('opens nothing that was moved to another case, another place, or changed', () => {
  const key = vault.newKey('case-one')
  const other = vault.newKey('case-two')
  const item = vault.seal('case-one', key, WORDS, 'words')
  const bent = { ...item, blob: Uint8Array.from(item.blob, (byte, i) => (i === 20 ? byte ^ 1 : byte)) }
  expect(() => vault.open('case-two', other, item)).toThrow(VaultError)
  expect(() => vault.open('case-two', key, item)).toThrow(VaultError)
  expect(() => vault.open('case-one', key, { ...item, of: 'report-two' })).toThrow(VaultError)
  expect(() => vault.open('case-one', key, bent)).toThrow(VaultError)
})

it('opens nothing without the ring that wrapped the key', () => {
  const key = vault.newKey('case-one')
  const item = vault.seal('case-one', key, WORDS, 'words')
  expect(() => vaultOf(2).open('case-one', key, item)).toThrow(VaultError)
  expect([vault.opens('case-one', key), vaultOf(2).opens('case-one', key)]).toEqual([true, false])
  expect(() => vault.open('case-one', new Uint8Array(3), item)).toThrow(VaultError)
})
