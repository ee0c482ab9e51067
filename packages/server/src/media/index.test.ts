import * as protocol from '@stranger-chat/core/protocol'
import { describe, expect, it } from 'vitest'
import * as media from './index.js'

describe('@stranger-chat/server/media', () => {
  it('is the filter that clients run before they send: two would differ one day, and no call would begin', () => {
    for (const [name, part] of Object.entries(media))
      expect(part).toBe((protocol as Readonly<Record<string, unknown>>)[name])
    expect(Object.keys(media)).toEqual(
      expect.arrayContaining(['filterSdp', 'filterCandidate', 'filterCandidates']),
    )
  })
})
