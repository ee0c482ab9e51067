export {
  type BackplaneLimits,
  type BackplaneOptions,
  type Deed,
  DEEDS,
  type Guest,
  type MakeBackplane,
  type Plan,
  playStorm,
  testBackplane,
} from './backplane.js'
export type { Runner } from './runner.js'
export { type MakeStore, testStore } from './store.js'
export { type FarEnd, testTransport, type TransportUnderTest } from './transport.js'
