export { FakeClock } from './testing/clock.js'
export { memoryKeys, memoryStorage } from './testing/storage.js'
