/** 33 by 17 pixels as a browser's canvas writes them, with the colour profile it adds. */
export const CANVAS_JPEG: Uint8Array = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAARACEDASIAAhEBAxEB/8QAGgABAAIDAQAAAAAAAAAAAAAAAAIEAQMFBv/EACYQAAICAAMHBQAAAAAAAAAAAAABAhEDEoEEExQhMTJBNENRU7H/xAAXAQADAQAAAAAAAAAAAAAAAAACBAYF/8QAJREAAQMCAwkAAAAAAAAAAAAAAQACAwQTMTJxFiEzUmOBosLh/9oADAMBAAIRAxEAPwCgsRN00Y3aWK5+Wq0I5a7mkiUnfNdDajfLbc6QKxcGlwChNtyZLBk81Xr8GMqabboJVHl5E4opLlx24FE5wILRiu9w8ftQPPg1bB5lDbM9Xx+qtsvp46/pbw+wAakxKpKTK3RbfYnoal0AE6jJ3R0XGl19WqIAGka//9k=',
  'base64',
)

export interface GreyOptions {
  readonly width?: number
  readonly height?: number
  readonly components?: 1 | 3
  /** Units between two restarts. */
  readonly interval?: number
  /** Whole segments in front of the tables, such as `segment(0xe1, …)`. */
  readonly before?: readonly Uint8Array[]
  /** Whole segments in front of the scan. */
  readonly between?: readonly Uint8Array[]
  /** Bytes inside the scan, behind its last unit. */
  readonly inside?: Uint8Array
  /** Bytes behind the end. */
  readonly behind?: Uint8Array
  /** The marker of the frame: 0xc0 is baseline. */
  readonly frame?: number
  /** Units fewer than there are. */
  readonly missing?: number
}

export const segment = (marker: number, bytes: Uint8Array): Uint8Array =>
  Uint8Array.of(0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff, ...bytes)

/** A grey picture: every block is a difference of nothing and an end, a bit each. */
export function greyJpeg({
  width = 8,
  height = 8,
  components = 1,
  interval = 0,
  before = [],
  between = [],
  inside = new Uint8Array(0),
  behind = new Uint8Array(0),
  frame = 0xc0,
  missing = 0,
}: GreyOptions = {}): Uint8Array {
  const ids = Array.from({ length: components }, (_, i) => i + 1)
  const counts = [1, ...Array<number>(15).fill(0)]
  const units = Math.ceil(width / 8) * Math.ceil(height / 8) - missing
  return Buffer.concat([
    Uint8Array.of(0xff, 0xd8),
    ...before,
    segment(0xdb, Uint8Array.of(0, ...Array<number>(64).fill(1))),
    segment(
      frame,
      Uint8Array.of(
        8,
        height >> 8,
        height & 0xff,
        width >> 8,
        width & 0xff,
        components,
        ...ids.flatMap((id) => [id, 0x11, 0]),
      ),
    ),
    segment(0xc4, Uint8Array.of(0, ...counts, 0, 0x10, ...counts, 0)),
    ...(interval > 0 ? [segment(0xdd, Uint8Array.of(interval >> 8, interval & 0xff))] : []),
    ...between,
    segment(0xda, Uint8Array.of(components, ...ids.flatMap((id) => [id, 0]), 0, 63, 0)),
    scan(units, 2 * components, interval),
    inside,
    Uint8Array.of(0xff, 0xd9),
    behind,
  ])
}

function scan(units: number, bits: number, interval: number): Uint8Array {
  const parts: number[] = []
  const runs = interval > 0 ? Math.ceil(units / interval) : 1
  for (let run = 0; run < runs; run++) {
    if (run > 0) parts.push(0xff, 0xd0 + ((run - 1) & 7))
    const here = interval > 0 ? Math.min(interval, units - run * interval) : units
    const length = Math.ceil((here * bits) / 8)
    for (let i = 0; i < length; i++) parts.push(0)
    // What is left of the last byte is filled with ones.
    const over = length * 8 - here * bits
    if (length > 0) parts[parts.length - 1] = (1 << over) - 1
  }
  return Uint8Array.from(parts)
}
