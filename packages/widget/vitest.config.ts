import { defineConfig } from 'vitest/config'

// The other tests need a browser: @web/test-runner runs those.
export default defineConfig({
  test: { include: ['src/**/*.node.test.ts', 'scripts/**/*.test.mjs'], maxWorkers: 2 },
})
