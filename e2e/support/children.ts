import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

let undertaker: Socket | undefined

/** However this process ends, the child ends with it: also when a signal ends it and nothing of ours runs any more. */
export function endWithUs(child: ChildProcess): void {
  if (child.pid === undefined) return
  running.add(child)
  tell(`+${child.pid}\n`)
  child.once('exit', () => {
    running.delete(child)
    tell(`-${child.pid}\n`)
  })
}

function tell(line: string): void {
  undertaker ??= callUndertaker()
  undertaker.write(line)
}

/** In a process group of its own: whoever ends a whole run ends that of the tests. */
function callUndertaker(): Socket {
  const file = fileURLToPath(new URL('undertaker.mjs', import.meta.url))
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref()
  const pipe = child.stdin as unknown as Socket
  pipe.unref()
  // Without an undertaker all is as well as it was.
  pipe.on('error', () => undefined)
  return pipe
}
