/** Whether this tab holds a chat that a reload interrupted, of whichever element: only the panel can tell. */
export function isKept(): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith('stranger-chat:'))
  } catch {
    return false
  }
}
