export * from './protocol/index.js'
export type * from './client/types.js'
export { system, type System } from './system.js'
