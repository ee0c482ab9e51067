import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readElements } from '../packages/widget/scripts/manifest/elements.mjs'
import { entriesOf } from './api/entries.mjs'
import { root } from './lib/run.mjs'

// Part of `npm run generate`: llms.txt of the whole project (https://llmstxt.org), from package.json, the titles of the docs
// and the manifest. `--check` writes nothing and fails when it is stale.

const read = (path) => readFileSync(join(root, path), 'utf8')
const titleOf = (path) => /^# (.+)$/m.exec(read(path))?.[1] ?? path
const list = (lines) => `${lines.map((line) => `- ${line}`).join('\n')}\n`

function parts() {
  return ['widget', 'core', 'server', 'check'].map((folder) => {
    const { name, description } = JSON.parse(read(`packages/${folder}/package.json`))
    const entries = entriesOf(join(root, 'packages', folder)).entries.map((entry) => entry.name)
    // The catalogues are many, and alike.
    const shown = entries
      .filter((entry) => !/\/locales\/(?!en\.js)/.test(entry))
      .map((entry) => `\`${entry}\``)
    return `[${name}](packages/${folder}/README.md): ${description} Imports: ${shown.join(', ')}. [What it exports](packages/${folder}/api.md).`
  })
}

const docs = () =>
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `[${titleOf(`docs/${name}`)}](docs/${name})`)

const theme = (elements) =>
  elements
    .flatMap(({ cssProperties }) => cssProperties)
    .map(({ name, description }) => `\`${name}\`: ${description}`)

const fresh = (elements) => `# stranger-chat

> Conversations between strangers, as a library: an element for any page, a server anybody can host, a protocol with a headless client. MIT licence.

## Embed

\`\`\`html
<script type="module" src="https://chat.example/stranger-chat.js"></script>
<stranger-chat></stranger-chat>
\`\`\`

The script comes from one's own server. From npm it is \`import '@stranger-chat/widget'\` and \`<stranger-chat server="https://chat.example">\`. Attributes, events, slots, parts and types for frameworks: [packages/widget/llms.txt](packages/widget/llms.txt).

## Host

\`\`\`sh
npx @stranger-chat/server --origin https://your.site --data ./stranger-chat-data
\`\`\`

Origins are exact. Behind a proxy add \`--trust-proxy\` with its address range. \`stranger-chat --help\` shows everything. Voice and video need a TURN server of the operator's; reports need somebody at \`/moderate\`.

## Theme

Custom properties, set on the element; each has a light and a dark default:

${list(theme(elements))}
## Packages

${list(parts())}
## Docs

${list([
  `[${titleOf('packages/core/PROTOCOL.md')}](packages/core/PROTOCOL.md): the specification, in numbered clauses`,
  ...docs(),
  '[Why things are as they are](docs/adr/README.md)',
  '[Contributing](CONTRIBUTING.md)',
  '[Security](SECURITY.md)',
])}`

const text = fresh(readElements(join(root, 'packages/widget/custom-elements.json')))
const file = join(root, 'llms.txt')
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else {
    console.error('llms.txt is stale: run `npm run generate`, and commit what it writes.')
    process.exitCode = 1
  }
}
