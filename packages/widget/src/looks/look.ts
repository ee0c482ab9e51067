import { adopt } from '../adopt.js'
import { Fetched, type FetchedHost } from '../controllers/fetched.js'

/** The sheet of the look that isn't built in, brought into the element. Without it the built-in look stays. */
export const classicLook = (host: FetchedHost & { readonly shadowRoot: ShadowRoot | null }) =>
  new Fetched(host, async () => {
    const { classicStyles } = await import('./classic.styles.js')
    adopt(host.shadowRoot, [classicStyles])
    return classicStyles
  })
