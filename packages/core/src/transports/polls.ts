// What a page needs once no WebSocket gets through, in one piece.
export { pollsBeside } from './fallback.js'
export { pollTransport } from './poll.js'
