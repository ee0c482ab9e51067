export { createServer, type Stats, type StrangerServer } from './server.js'
export type { ServerOptions } from './options.js'
