import { type LadderStep, type Mode, OPENS, reaches } from '../protocol/index.js'
import type { TrackLike } from './platform.js'

/** What of one's own is there to be sent; null for what is off or muted. */
export interface Own {
  readonly microphone: TrackLike | null
  readonly camera: TrackLike | null
}
/** What they say is on. */
export interface Theirs {
  readonly audio: boolean
  readonly video: boolean
}
export const NOTHING_ON: Theirs = { audio: false, video: false }

/** What both sides take for granted until they are told. */
export const OFF = JSON.stringify(NOTHING_ON)

/** As a signal of kind `state` carries it (P-CALL-1). */
export const writeOwn = ({ microphone, camera }: Own, mode: Mode): string =>
  JSON.stringify({ audio: isOn(microphone), video: isOn(camera) && mode === 'video' })

/** A track that its system has muted sends nothing: a phone in a pocket, a switch at the side. */
const isOn = (track: TrackLike | null): boolean => track !== null && !track.muted

export function readTheirs(data: string): Theirs {
  try {
    const { audio, video } = JSON.parse(data) as Readonly<Record<string, unknown>>
    return { audio: audio === true, video: video === true }
  } catch {
    return NOTHING_ON
  }
}

/** What of theirs may come: as far as the step that holds allows it. */
export const admitted = ({ audio, video }: Theirs, holds: LadderStep | null): Theirs => ({
  audio: audio && reaches(holds, OPENS.audio),
  video: video && reaches(holds, OPENS.video),
})
