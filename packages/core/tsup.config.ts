import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', 'protocol/index': 'src/protocol/index.ts', testing: 'src/testing.ts' },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  clean: true,
  // tsc writes the declarations: the bundler's own need a compiler API that TypeScript 7 no longer has.
  dts: false,
  silent: true,
})
