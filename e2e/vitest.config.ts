import { defineConfig } from 'vitest/config'

// `more/` is the slow half: its own run names it by SUITE.
const slow = process.env.SUITE === 'more'

export default defineConfig({
  test: {
    include: slow ? ['more/**/*.test.ts'] : ['**/*.test.ts'],
    exclude: slow ? ['**/node_modules/**'] : ['more/**', '**/node_modules/**'],
    // One browser at a time: timing on two cores stays calm.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
