export { type MakeStore, testStore } from './store.js'
