/** English for what is there before the panel is; the other languages have it in the file of the panel. */
const shell = {
  label: 'Chat with a stranger',
  launcher: 'Talk to a stranger',
  close: 'Close',
  loadFailed: 'The chat couldn’t be loaded.',
  tryAgain: 'Try again',
  newMessages: { one: '{n} new message', other: '{n} new messages' },
} as const

export default shell
