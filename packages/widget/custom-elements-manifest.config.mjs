import { docsFiles, eventTypes, publicOnly, shippedPaths } from './scripts/manifest/plugins.mjs'

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/*.test-d.{ts,tsx}', 'src/**/cdn.ts', 'src/**/testing/**'],
  outdir: '.',
  litelement: true,
  quiet: true,
  plugins: [docsFiles, eventTypes('src/events.ts', 'StrangerChatEvents'), publicOnly, shippedPaths],
}
