/** English for what comes after the first words, or instead of them: endings, links, refusals. */
const after = {
  unsupported: 'A message this version can’t show.',
  notSentLong: 'Not sent: too long.',
  notSentDenied: 'Not sent: not allowed here.',
  notSentEnded: 'Not sent: the chat was over.',

  blockedDone: 'Blocked. You won’t meet them again.',
  blockFailed: 'The block didn’t go through. Try it again.',

  reported: 'Reported',
  reportGone: 'Nothing is held of that chat any more, so it can’t be reported from here.',
  reportedDone: 'Reported and blocked. You won’t meet them again.',
  reportActed: 'Your report {number} was acted on.',
  reportNotActed: 'Your report {number} was looked at. Nothing had to be done.',

  endLeft: 'They left. Your words went with them.',
  endLeftEarly: 'They left before a word was said.',
  endLost: 'They lost their connection and didn’t come back.',
  endNoShow: 'They never arrived.',
  endIdle: 'The chat ended after a long silence.',
  endClosed: 'The server closed this chat.',
  endYou: 'You left. Your words went with you.',
  endYouEarly: 'You left before a word was said.',
  endServerLost: 'The server no longer knows this chat. What you see is your own copy.',
  save: 'Save',
  saveHint: 'Save as a file on this device',
  clear: 'Clear',
  edit: 'Change interests',

  callsNotHere: 'This server doesn’t offer that. Choose another way to talk.',

  stopOrigin: 'This server doesn’t accept pages from {origin}.',
  stopOriginHint: 'If this is your server, start it with --origin {origin}.',
  stopInsecure: 'This page is secure, so its chat server must be too.',
  stopInsecureHint: 'The server’s address has to begin with https, not http: {server}',
  stopNoServer: 'No chat server is set.',
  stopNoServerHint: 'Give the element a server: <stranger-chat server="https://chat.example">',
  stopBanned: 'You can’t chat here for now.',
  stopBannedUntil: 'Until {time}.',
  stopSuperseded: 'Your chat is open in another tab.',
  stopSupersededHint: 'It goes on there. You can bring it back here.',
  takeBack: 'Bring it back here',
  stopForbidden: 'The server refused this page.',
  stopVersion: 'This page and its server don’t speak the same version.',
  stopVersionHint: 'Reload the page. If that doesn’t help, the site has to be updated.',
  stopFlooding: 'Too much came from here at once, so the server hung up.',
  stopOther: 'The connection ended.',

  linkAsk: 'This link leads to',
  linkHint: 'A stranger sent it. Open it only if you want to.',
  linkOpen: 'Open',
} as const

export default after
