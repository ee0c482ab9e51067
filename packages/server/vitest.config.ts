import { defineConfig } from 'vitest/config'

// FC_RUNS multiplies the cases of every property, and the time a test may take: generous, since the time-out is there
// to catch what hangs and a busy machine hangs nothing.
const times = Number(process.env.FC_RUNS ?? 1)

/** A script of Redis is its text, as the build has it. */
const lua = {
  name: 'lua',
  transform: (text: string, id: string) =>
    id.endsWith('.lua') ? { code: `export default ${JSON.stringify(text)}`, map: null } : undefined,
}

export default defineConfig({
  plugins: [lua],
  test: {
    include:
      process.env.SUITE === 'more'
        ? ['src/**/more/*.test.ts']
        : ['src/**/*.test.ts', 'conformance/**/*.test.ts', 'sim/**/*.test.ts'],
    exclude: process.env.SUITE === 'more' ? [] : ['src/**/more/*.test.ts'],
    setupFiles: ['../../scripts/lib/fast-check.mjs'],
    testTimeout: (process.env.SUITE === 'more' ? 120_000 : 30_000) * times,
    maxWorkers: 2,
    // The conformance kit waits more than it works.
    maxConcurrency: 10,
  },
})
