/** One chat, as the page that measures handles it. Nothing here waits: when something is there is for the page to see. */
export interface Driver {
  /** Fetches the script; done when the element is defined, or whatever is called in its place. */
  readonly load: () => Promise<void>
  /** Puts it into the page as its documentation says. */
  readonly show: () => void
  /** Puts it into the page in the middle of a conversation; behind its launcher, if it has one. */
  readonly talk: () => void
  /** What opens it; null while it isn't there. Chats that are open from the start have none. */
  readonly launcher?: () => HTMLElement | null
  /** What one would press or write in first; null while it isn't there. */
  readonly face: () => HTMLElement | null
  /** Where one writes; null while it isn't there. */
  readonly field: () => HTMLElement | null
  /** One more message, by whatever way is the shortest. */
  readonly say: (text: string, isMine: boolean) => void
  /** The newest message in the page. Asked so often that a search through the page, or a count, would be measured. */
  readonly newest: () => Element | null
  /** All of them, oldest first. */
  readonly rows: () => Iterable<Element>
}

/** As a script tag of a page does; done when it ran. */
export async function load(path: string): Promise<Record<string, unknown>> {
  return (await import(path)) as Record<string, unknown>
}
