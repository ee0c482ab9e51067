/** The language an element stands in: its own, or that of the nearest one around it, out of every shadow root. */
export function languageOf(element: Element): string {
  for (
    let from: Element | undefined = element;
    from;
    from = (from.getRootNode() as Partial<ShadowRoot>).host
  ) {
    const near = from.closest<HTMLElement>('[lang]:not([lang=""])')
    if (near) return near.lang
  }
  return 'en'
}
