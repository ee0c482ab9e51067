/** Pastes as a person does, over all that stands there: whatever the browser would cut off is cut off. */
export function pasted(field: HTMLElement, text: string): void {
  if (!(field instanceof HTMLTextAreaElement) && !(field instanceof HTMLInputElement))
    throw new Error('nothing can be pasted into that')
  field.focus()
  field.select()
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else goes the way a paste goes
  document.execCommand('insertText', false, text)
}

/** What a screen reader adds to a field's name. */
export function described(field: HTMLElement): string {
  const root = field.getRootNode() as ShadowRoot
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids
    .map((id) => root.getElementById(id)?.textContent.trim() ?? '')
    .join(' ')
    .trim()
}
