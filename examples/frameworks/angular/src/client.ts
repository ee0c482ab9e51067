import { browserLifecycle, browserStorage, StrangerClient } from '@stranger-chat/core'

/** Put in by `define` of angular.json. */
declare const CHAT_SERVER: string

/** Made once, outside every component: whatever is mounted, unmounted and mounted again, the chat goes on. */
export const client = new StrangerClient({ url: CHAT_SERVER, storage: browserStorage('device', window) })
browserLifecycle(client, { window, document })
client.resume()
