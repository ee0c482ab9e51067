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
export {
  EVENTS_OF_CASES,
  type Happening,
  type LedgerUnderTest,
  type MakeLedger,
  playHistory,
  testLedger,
} from './ledger.js'
export type { Runner } from './runner.js'
export { type MakeStore, testStore } from './store.js'
export { type FarEnd, testTransport, type TransportUnderTest } from './transport.js'
