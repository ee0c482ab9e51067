import { define } from './define.js'

export * from './element.js'
export { define }

define()
