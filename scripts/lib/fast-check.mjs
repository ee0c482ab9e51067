import fc from 'fast-check'

// vitest loads this before each test file of core and server. Properties leave `numRuns` alone, so that
// `npm run test:more` can ask for more cases.
// FC_FIRST=1 shows the first failure as it is: shrinking takes long where each run asks a server.
fc.configureGlobal({
  numRuns: 100 * Number(process.env.FC_RUNS ?? 1),
  endOnFailure: process.env.FC_FIRST === '1',
})
