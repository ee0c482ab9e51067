/**
 * - `unsupported`: this browser can't do it at all; don't ask again
 * - `unavailable`: the files can't be loaded or started, or the worker died; the sentence says what to look at
 * - `bad-picture`: this one picture is none; the next may be
 * - `busy`: more pictures were handed in than it can judge; leave some out
 * - `closed`: `close()` was called
 */
export type CheckErrorCode = 'unsupported' | 'unavailable' | 'bad-picture' | 'busy' | 'closed'

export class CheckError extends Error {
  readonly code: CheckErrorCode

  constructor(code: CheckErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CheckError'
    this.code = code
  }
}
