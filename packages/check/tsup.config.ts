import { defineConfig } from 'tsup'

/** What would run on several threads is never asked for (src/worker/model.ts): it need not travel. */
const withoutThreads = {
  name: 'without-threads',
  setup(build: { onLoad: (options: { filter: RegExp }, load: () => { contents: string }) => void }) {
    build.onLoad({ filter: /wasm-out[\\/]tfjs-backend-wasm-threaded-simd/ }, () => ({
      contents: 'export default undefined; export const wasmWorkerContents = ""',
    }))
  },
}

const common = {
  format: 'esm',
  target: 'es2022',
  // tsc writes the declarations.
  dts: false,
  silent: true,
} as const

export default defineConfig([
  { ...common, entry: { index: 'src/index.ts' }, platform: 'neutral' },
  {
    ...common,
    entry: { worker: 'src/worker/worker.ts' },
    outDir: 'dist/assets',
    platform: 'browser',
    noExternal: [/.*/],
    splitting: false,
    minify: true,
    esbuildPlugins: [withoutThreads],
  },
])
