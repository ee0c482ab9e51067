import type { Calling, CallingHost } from '../controllers/calling.js'
import words from '../locales/calls/en.js'
import { previewStyles } from './preview.styles.js'
import { CallRoom } from './room.js'
import { stageStyles } from './stage.styles.js'

/** Brings the room's words and styles along, and core's calls unless the page has its own. */
export async function openRoom(calling: Calling, host: CallingHost): Promise<CallRoom> {
  const make = host.element.media ? null : (await import('@stranger-chat/core/media')).createMedia
  const { shadowRoot } = host
  // Sheets of its own rather than style elements: the page's rules may forbid those.
  const sheets = [previewStyles, stageStyles].flatMap(({ styleSheet }) => styleSheet ?? [])
  if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, ...sheets]
  host.words.add(words, { id: () => import('../locales/calls/id.js') }, () => host.requestUpdate())
  return new CallRoom(calling, host, make)
}
