/** What the platform has, if it has it. */
export const platformSocket = () => (typeof WebSocket === 'undefined' ? undefined : WebSocket)
export const platformFetch = () => (typeof fetch === 'undefined' ? undefined : fetch)

/** The server's address without a slash at the end. */
export function baseOf(url: string): string {
  const [, base] = /^(https?:\/\/[^\s?#]+?)\/*$/i.exec(url) ?? []
  if (base === undefined)
    throw new TypeError('url must be an absolute http or https address, such as https://chat.example')
  return base
}
