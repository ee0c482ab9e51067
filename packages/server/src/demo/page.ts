import type { Mode } from '@stranger-chat/core/protocol'

/** The server's own page: a stranger to talk to, or with `dev` two of them side by side, so that one person sees a match. */

export const DEMO_CSS = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-block-size: 100dvh; display: flex; flex-direction: column; background: light-dark(#f8f7f3, #12171a); color: light-dark(#1a2226, #ecebe5); }
header { padding: 16px 24px 0; max-inline-size: 60em; }
h1 { margin: 0; font: 400 20px/28px Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif; }
p { margin: 4px 0 0; }
a { color: light-dark(#1c5a6b, #8fd0de); }
main { flex: 1; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 24px; padding: 24px; }
main.one { max-inline-size: 44em; inline-size: 100%; box-sizing: border-box; margin-inline: auto; }
main.one:has([modes~=video]) { max-inline-size: 64em; }
stranger-chat { min-block-size: 480px; }
footer { padding: 0 24px 16px; font-size: 14px; text-align: center; }
footer a { display: inline-block; padding-block: 4px; color: light-dark(#54676d, #9eaeb4); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="demo.css">
<link rel="icon" href="data:,">
<script type="module" src="stranger-chat.js"></script>
</head>
<body>
${body}
<footer><a href="notice" target="_blank" rel="noopener">Report something illegal</a></footer>
</body>
</html>
`

const one = (modes: string): string =>
  page(
    'Talk to a stranger',
    `<main class="one">
<h1 class="unseen">Talk to a stranger</h1>
<stranger-chat${modes}></stranger-chat>
</main>`,
  )

const two = (modes: string): string =>
  page(
    'stranger-chat: two strangers on one page',
    `<header>
<h1>Two strangers on one page</h1>
<p>Press start on both sides and talk to yourself. For a stranger of your own, <a href="?one" target="_blank" rel="noopener">open one in another window</a>.</p>
</header>
<main>
<stranger-chat storage-key="left" label="Chat on the left"${modes}></stranger-chat>
<stranger-chat storage-key="right" label="Chat on the right"${modes}></stranger-chat>
</main>`,
  )

/**
 * A window of its own needs an identity of its own: the two on the page have theirs by key, this one by the server's.
 * @param modes what the server offers now; the element shows no more than that, and no more than the page asks for
 */
export function demoPage(isTwo: boolean, modes: readonly Mode[]): string {
  const asked = modes.every((mode) => mode === 'text') ? '' : ` modes="${modes.join(' ')}"`
  return isTwo ? two(asked) : one(asked)
}

/**
 * What our page may do: run our script, talk to us, nothing else. Trusted Types stay on; `lit-html` is the one policy the
 * element makes.
 * @param host as the browser named it: some take `'self'` for http only, not for ws
 */
export function pagePolicy(host: string | undefined): string {
  const sockets = host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host) ? ` ws://${host} wss://${host}` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
}
