// Lets plain `node` run the sources as they are: node --import ./scripts/sources.mjs file.ts
// Node strips the types by itself, but relative imports name the built file, `x.js`, where the source is `x.ts`.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
    return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context)
  },
})
