import { defineConfig } from 'tsup'

export default defineConfig(({ watch }) => ({
  entry: {
    index: 'src/index.ts',
    'protocol/index': 'src/protocol/index.ts',
    'api/index': 'src/api/index.ts',
    'media/index': 'src/media/index.ts',
    // Files of their own, though nobody imports them by name: a page without calls leaves them where they are.
    'protocol/ladder': 'src/protocol/ladder.ts',
    'protocol/signals/sdp': 'src/protocol/signals/sdp.ts',
    'protocol/signals/batch': 'src/protocol/signals/batch.ts',
    testing: 'src/testing.ts',
  },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  // While watching, what runs from dist keeps its files.
  clean: !watch,
  // tsc writes the declarations: the bundler's own need a compiler API that TypeScript 7 no longer has.
  dts: false,
  silent: true,
}))
