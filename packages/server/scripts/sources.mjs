// Lets plain `node` run the sources as they are: node --import ./scripts/sources.mjs file.ts
// Node strips the types by itself, but relative imports name the built file, `x.js`, where the source is `x.ts`, and core
// is known by its name.
import { registerHooks } from 'node:module'

const core = new URL('../../core/src/', import.meta.url)
const CORE = {
  '@stranger-chat/core': new URL('index.ts', core).href,
  '@stranger-chat/core/api': new URL('api/index.ts', core).href,
  '@stranger-chat/core/protocol': new URL('protocol/index.ts', core).href,
}

registerHooks({
  resolve(specifier, context, next) {
    if (!context.parentURL?.endsWith('.ts')) return next(specifier, context)
    const ours = specifier.startsWith('.')
    return next(ours ? specifier.replace(/\.js$/, '.ts') : (CORE[specifier] ?? specifier), context)
  },
})
