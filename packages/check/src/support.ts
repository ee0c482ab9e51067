// The smallest module with an instruction of 128 bits (i8x16.splat of 0, dropped). Validating runs nothing and needs no leave
// of a CSP.
const SIMD_MODULE = [
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // one type: () -> ()
  ...[0x03, 0x02, 0x01, 0x00], // one function of it
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b],
]

/** Why the check can't work in this browser, in a sentence; `undefined` if it can. Without SIMD a frame takes seconds. */
export function whyUnsupported(): string | undefined {
  if (typeof Worker !== 'function') return 'Pictures are judged in a worker, and there are none here.'
  if (typeof WebAssembly !== 'object')
    return 'Pictures are judged by WebAssembly, which is missing or turned off here.'
  if (!WebAssembly.validate(new Uint8Array(SIMD_MODULE))) {
    return "This browser's WebAssembly has no SIMD: a picture would take seconds, so none is judged."
  }
  return undefined
}
