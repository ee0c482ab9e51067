import { browserLifecycle, browserStorage, StrangerClient } from '@stranger-chat/core'

/** Made once, outside every component: whatever is mounted, unmounted and mounted again, the chat goes on. */
export const client = new StrangerClient({
  url: import.meta.env.VITE_CHAT_SERVER,
  storage: browserStorage('device', window),
})
browserLifecycle(client, { window, document })
client.resume()
