/**
 * The script build's first file, the only one with a fixed name. It fetches the shell and, where an element is there to be seen at
 * once, the panel beside it rather than after it.
 */
const [{ StrangerChat, define }] = await Promise.all([
  import('./shell.js'),
  // Missing it, the shell says so, and tries again when asked.
  document.querySelector('stranger-chat:not([layout=bubble])') && import('./panel.js').catch(() => {}),
])
// Two lines are enough: the server is where the script came from, unless the element names another.
StrangerChat.defaultServer = new URL('.', import.meta.url).href
define()

export {}
