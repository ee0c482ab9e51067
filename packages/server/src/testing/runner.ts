/**
 * What a contract suite needs of a test runner: vitest, node:test, Jest and Mocha all have it. Assertions are node's own,
 * so that nobody who writes an adapter has to use our runner.
 */
export interface Runner {
  readonly describe: (name: string, define: () => void) => unknown
  readonly it: (name: string, test: () => Promise<void>) => unknown
}
