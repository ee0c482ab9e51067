import type { IncomingMessage, ServerResponse } from 'node:http'
import { pagePolicy } from '../../demo/page.js'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Moderation</title>
<link rel="stylesheet" href="moderate.css">
<link rel="icon" href="data:,">
<script type="module" src="stranger-moderator.js"></script>
</head>
<body>
<stranger-moderator></stranger-moderator>
</body>
</html>
`
const CSS = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-block-size: 100dvh; background: light-dark(#f8f7f3, #12171a); color: light-dark(#1a2226, #ecebe5); }
stranger-moderator { display: block; min-block-size: 100dvh; }
`

/** `/moderate`: the console's page. Nobody may frame it, and it talks to this server only. */
export function moderatePage(req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(req.headers.host).replace(
      "frame-ancestors 'self'",
      "frame-ancestors 'none'",
    ),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  })
  res.end(PAGE)
}

export function moderateCss(_: IncomingMessage, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' })
  res.end(CSS)
}
