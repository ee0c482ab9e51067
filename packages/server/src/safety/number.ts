import { sha256 } from '../system.js'

/** Crockford's base 32: no letter that reads like a digit or another letter. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** What people call a case, such as `7K3M-92QD`: always the same for the same id, and no way back to it. */
export function numberOf(caseId: string): string {
  const digits = [...sha256(`stranger-chat case number 1.${caseId}`).subarray(0, LENGTH)].map(
    (byte) => DIGITS[byte % DIGITS.length] ?? '',
  )
  return `${digits.slice(0, LENGTH / 2).join('')}-${digits.slice(LENGTH / 2).join('')}`
}
