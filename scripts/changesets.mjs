import { undocumented } from './lib/changesets.mjs'
import { root } from './lib/run.mjs'

// Fails when a package changed for its users and no changeset says so (CONTRIBUTING.md, "Changesets").

function ask() {
  try {
    return undocumented(root)
  } catch (error) {
    return [`What changed can't be told: is this a git clone? (${error.message.split('\n')[0]})`]
  }
}

const sentences = ask()
for (const sentence of sentences) console.error(sentence)
if (sentences.length > 0) {
  console.error(
    'Write one (`npx pnpm@12.21.0 changeset`), or add the name to one of this branch; with `none` where nobody will notice.',
  )
  process.exitCode = 1
}
