import type { View } from '../view.js'
import { transcript } from './save.js'

/**
 * Ctrl+C, or whatever else copies. A selection is the browser's own: it holds who said what, since that is in the text. With nothing
 * selected the message that has the focus is copied; the browser then tells the page's body, so this listens to the whole page.
 */
export function copyMessage(event: ClipboardEvent, root: ShadowRoot, { flow }: View): void {
  if (event.defaultPrevented) return
  // Chromium has a selection of its own for each shadow root, the others tell the document's.
  const own: Pick<Document, 'getSelection'> | ShadowRoot = root
  const selected = [document, own].some(
    (one) => 'getSelection' in one && (one.getSelection()?.toString() ?? '') !== '',
  )
  if (selected) {
    const log = root.querySelector('.log')
    if (log && event.composedPath().includes(log)) flow.tell('copied')
    return
  }
  const words = root.activeElement?.closest('.message')?.querySelector('.words')?.textContent
  if (!words || !event.clipboardData) return
  event.clipboardData.setData('text/plain', words)
  event.preventDefault()
  flow.tell('copied')
}

/** The whole conversation, as it would be saved. */
export async function copyAll({ state, words, flow }: View): Promise<void> {
  const text = transcript(state.messages, words)
  const done = await write(text).then(
    () => true,
    () => copyByHand(text),
  )
  flow.tell(done ? 'copied' : 'notCopied')
}

/** Absent where a page isn't secure, refused in frames that may not. */
const write = async (text: string): Promise<void> => {
  const { clipboard } = navigator as Partial<Navigator>
  if (!clipboard) throw new Error('There is no clipboard here.')
  await clipboard.writeText(text)
}

/** The old way: the browser is told to copy, and what it copies is put in its hands. */
function copyByHand(text: string): boolean {
  let put = false
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    put = true
  }
  document.addEventListener('copy', onCopy, { capture: true })
  // oxlint-disable-next-line typescript/no-deprecated -- the only way where there is no clipboard
  const done = document.execCommand('copy')
  document.removeEventListener('copy', onCopy, { capture: true })
  return put && done
}
