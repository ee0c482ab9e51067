export * from './console.js'
export * from './reasons.js'
export * from './report.js'
export { Invalid } from '../protocol/schema.js'
