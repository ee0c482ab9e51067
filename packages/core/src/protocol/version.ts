/** The WebSocket subprotocol of this version (P-FRAME-1). */
export const SUBPROTOCOL = 'stranger-chat.v1'

/** The number `welcome.version` carries. A change of meaning raises it. */
export const VERSION = 1
