import { createMedia } from '@stranger-chat/core/media'
import { adopt } from '../adopt.js'
import type { Calling, CallingHost } from '../controllers/calling.js'
import words from '../locales/calls/en.js'
import { previewStyles } from './preview.styles.js'
import { CallRoom } from './room.js'
import { stageStyles } from './stage.styles.js'

/** Brings the room's words and styles along, and a report its pictures. */
export function openRoom(calling: Calling, host: CallingHost): CallRoom {
  adopt(host.shadowRoot, [previewStyles, stageStyles])
  host.words.add(
    words,
    async (lang) => (await import('../locales/maps/calls.js')).default[lang]?.(),
    () => host.requestUpdate(),
  )
  const room = new CallRoom(calling, host, createMedia)
  host.reporting.pictures = room.snaps.of
  return room
}
