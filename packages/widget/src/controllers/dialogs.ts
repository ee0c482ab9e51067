/** Shows the dialogs drawn over a room that weren't shown yet, and those that came back into the page with their element. */
export function showDialogs(panel: Element): void {
  // Its children alone: a search would walk through every message there is.
  for (const one of panel.children) {
    if (!(one instanceof HTMLDialogElement) || one.matches(':modal')) continue
    const known = one.querySelector(':scope > .live') !== null
    // It was closed, of which the browser tells in a moment.
    if (known && !one.open) continue
    one.open = false
    one.showModal()
    if (known) continue
    // Past it nothing is heard: it has regions of its own that speak.
    for (const region of panel.querySelectorAll(':scope > .live')) one.append(region.cloneNode())
  }
}

/** The browser tells of a dialog a moment after it was closed. One that was shown again at once, over a panel of another shape, wasn't. */
export const closing = {
  capture: true,
  handleEvent(event: Event): void {
    if ((event.target as HTMLDialogElement).open) event.stopPropagation()
  },
}
