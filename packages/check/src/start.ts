/** The name to allow where a page's CSP has `trusted-types`. */
export const POLICY = 'stranger-chat-check'

interface ScriptUrlPolicy {
  readonly createScriptURL: (url: string) => string
}
interface TrustedTypes {
  readonly createPolicy: (name: string, rules: ScriptUrlPolicy) => ScriptUrlPolicy
}

// A name can be taken once in a page.
let policy: ScriptUrlPolicy | undefined

/** What `Worker` takes where pages require Trusted Types; elsewhere, and where the name isn't allowed, the text itself. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  try {
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (text) => text })
  } catch {
    // The page's default policy decides, or the browser refuses the worker.
  }
  return policy?.createScriptURL(url) ?? url
}

/** Where the files lie: absolute, and a folder. */
export function folderOf(assets: string | URL): URL {
  const folder = new URL(assets, globalThis.document?.baseURI ?? globalThis.location?.href)
  if (!folder.pathname.endsWith('/')) folder.pathname += '/'
  return folder
}

/**
 * Starts the worker of a folder. Browsers refuse a worker of another origin whatever its headers allow, so there a line of the
 * page's own imports it: that needs CORS of the files, and `blob:` in the page's `worker-src`.
 */
export function startWorker(folder: URL): Worker {
  const script = new URL('worker.js', folder)
  const options: WorkerOptions = { type: 'module', name: 'stranger-chat-check' }
  if (script.origin === globalThis.location?.origin) return new Worker(trusted(script.href), options)
  const line = `import(${JSON.stringify(script.href)}).catch((error) => postMessage({ kind: 'failed', reason: String(error) }))`
  const blob = URL.createObjectURL(new Blob([line], { type: 'text/javascript' }))
  try {
    return new Worker(trusted(blob), options)
  } finally {
    // The browser took hold of it when the worker was made.
    URL.revokeObjectURL(blob)
  }
}
