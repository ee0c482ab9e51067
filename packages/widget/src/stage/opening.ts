import { createMedia } from '@stranger-chat/core/media'
import type { Calling, CallingHost } from '../controllers/calling.js'
import words from '../locales/calls/en.js'
import { CALLS } from '../locales/catalogues.js'
import { previewStyles } from './preview.styles.js'
import { CallRoom } from './room.js'
import { stageStyles } from './stage.styles.js'

/** Brings the room's words and styles along, and a report its pictures. */
export function openRoom(calling: Calling, host: CallingHost): CallRoom {
  const { shadowRoot } = host
  // Sheets of its own rather than style elements: the page's rules may forbid those.
  const sheets = [previewStyles, stageStyles].flatMap(({ styleSheet }) => styleSheet ?? [])
  if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, ...sheets]
  host.words.add(words, CALLS, () => host.requestUpdate())
  const room = new CallRoom(calling, host, createMedia)
  host.reporting.pictures = room.snaps.of
  return room
}
