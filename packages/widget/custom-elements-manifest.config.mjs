import { posix } from 'node:path'

const shipped = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js')

/** The manifest names what the package ships, not the sources it was read from. */
const shippedPaths = {
  name: 'shipped-paths',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = shipped(module.path)
      for (const part of [...(module.declarations ?? []), ...(module.exports ?? [])]) {
        const { declaration } = part
        if (!declaration?.module) continue
        const near = declaration.module.startsWith('.')
        declaration.module = near
          ? posix.join(posix.dirname(module.path), declaration.module)
          : shipped(declaration.module)
      }
    }
  },
}

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/cdn.ts', 'src/**/testing/**'],
  outdir: '.',
  litelement: true,
  quiet: true,
  plugins: [shippedPaths],
}
