import { defineConfig } from 'vitest/config'

// The half that needs a browser is a step of its own, named by SUITE.
const inBrowser = process.env.SUITE === 'browser'

export default defineConfig({
  test: {
    include: inBrowser ? ['browser/**/*.test.ts'] : ['src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
