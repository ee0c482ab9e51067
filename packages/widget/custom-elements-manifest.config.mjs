import { docsFiles, eventTypes, publicOnly, shippedPaths } from './scripts/manifest/plugins.mjs'
import { templates } from './scripts/manifest/templates.mjs'

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/cdn.ts', 'src/**/testing/**'],
  outdir: '.',
  litelement: true,
  quiet: true,
  plugins: [
    docsFiles,
    eventTypes('src/events.ts', 'StrangerChatEvents'),
    templates({ element: 'StrangerChat', docs: 'src/stranger-chat.docs.ts', except: /\/moderator\// }),
    publicOnly,
    shippedPaths,
  ],
}
