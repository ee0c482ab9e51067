import { defineConfig } from 'vitest/config'

const times = Number(process.env.FC_RUNS ?? 1)

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['../../scripts/lib/fast-check.mjs'],
    testTimeout: 30_000 * times,
    maxWorkers: 2,
  },
})
