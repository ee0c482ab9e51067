import { defineConfig } from 'tsup'

export default defineConfig(({ watch }) => ({
  entry: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    'use/node': 'src/use/node.ts',
    'use/ws': 'src/use/ws.ts',
    'redis/index': 'src/redis/index.ts',
    'metrics/index': 'src/metrics/index.ts',
    'media/index': 'src/media/index.ts',
    'testing/index': 'src/testing/index.ts',
    'conformance/index': 'conformance/index.ts',
  },
  format: 'esm',
  loader: { '.lua': 'text' },
  target: 'node22',
  platform: 'node',
  // The command knows the conformance kit as everybody else does: by its name.
  external: ['@stranger-chat/server/conformance'],
  // On, so that `cli` stays a small file whose first statement runs on any Node.
  splitting: true,
  // esbuild would shorten `node:sqlite` to `sqlite`, which is no module.
  removeNodeProtocol: false,
  // While watching, what runs from dist keeps its files.
  clean: !watch,
  // tsc writes the declarations: the bundler's own need a compiler API that TypeScript 7 no longer has.
  dts: false,
  silent: true,
}))
