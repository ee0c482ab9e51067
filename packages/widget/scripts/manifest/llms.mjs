import { allTables } from './tables.mjs'

// llms.txt (https://llmstxt.org): what a language model needs to embed the element well, on one page.

const INTRO = `# @stranger-chat/widget

> \`<stranger-chat>\`: a conversation with a stranger on any page. One element, one server, no account, no third party. Text first; voice and video where the operator's server offers them.

Two lines, from a server of one's own (\`npx @stranger-chat/server\`), which is then also the one it talks to:

\`\`\`html
<script type="module" src="https://chat.example/stranger-chat.js"></script>
<stranger-chat></stranger-chat>
\`\`\`

From npm, with the address said:

\`\`\`js
import '@stranger-chat/widget'
\`\`\`

\`\`\`html
<stranger-chat server="https://chat.example">The chat needs JavaScript.</stranger-chat>
\`\`\`

Rules that are easy to get wrong:

- The server answers only pages it was told of: \`--origin https://your.site\`. A refused page is told so.
- The element is sized by the page, as a \`<video>\` is; before it is ready: \`stranger-chat:not(:defined) { display: block; height: 600px }\`.
- Nobody is looked for, and nothing is stored, before the person presses Start. No attribute gets round the age question and the rules.
- \`sc-before-send\` and \`sc-message\` carry words and don't bubble: listen on the element itself.
- Importing any entry in Node does nothing, so server-side rendering needs no guard. It renders in the browser alone.
- Voice and video: \`modes="text voice video"\`, https, and in an iframe \`allow="camera; microphone; fullscreen"\`.

Types for templates are entries without code: \`@stranger-chat/widget/jsx/react\` (React 19), \`…/jsx/preact\`, \`…/types/vue\`, \`…/types/svelte\`. In JSX a listener is \`onsc-match={({ detail }) => …}\`, in Vue \`@sc-match\`, in Svelte 5 \`onsc-match\`, in Angular \`(sc-match)\` with \`CUSTOM_ELEMENTS_SCHEMA\`.

Styling: custom properties on the element, \`::part(name)\` for what is inside, \`:state(name)\` for when. Words: \`element.i18n = { welcomeTitle: '…' }\`, or a catalogue from \`@stranger-chat/widget/locales/id.js\`.
`

export const llms = (elements) =>
  [
    INTRO,
    ...elements.map(({ tag, description, ...rest }) =>
      [`## \`<${tag}>\`\n`, `${description}\n`, allTables(rest)].join('\n'),
    ),
  ].join('\n')
