import { defineConfig } from 'tsup'

export default defineConfig(({ watch }) => ({
  // A file for each source: whoever bundles a page leaves out what it doesn't use, and fetches late what we import late.
  entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.d.ts'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  // While watching, what runs from dist keeps its files.
  clean: !watch,
  // tsc writes the declarations: the bundler's own need a compiler API that TypeScript 7 no longer has.
  dts: false,
  silent: true,
}))
