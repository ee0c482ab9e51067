const shipped = (path) => path?.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js')

/** The manifest names what the package ships, not the sources it was read from. */
const shippedPaths = {
  name: 'shipped-paths',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = shipped(module.path)
      for (const part of [...(module.declarations ?? []), ...(module.exports ?? [])]) {
        if (part.declaration?.module) part.declaration.module = shipped(part.declaration.module)
      }
    }
  },
}

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts'],
  outdir: '.',
  litelement: true,
  quiet: true,
  plugins: [shippedPaths],
}
