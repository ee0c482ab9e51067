import fc from 'fast-check'

// vitest loads this before each test file of core and server. Properties leave `numRuns` alone, so that
// `npm run test:more` can ask for more cases.
fc.configureGlobal({ numRuns: 100 * Number(process.env.FC_RUNS ?? 1) })
