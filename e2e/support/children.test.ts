import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** What a test starts ends with it, however it ends. */

const children = new URL('children.ts', import.meta.url).href

/** Starts a child that would never end, and says when it is there. Both write into the pipe that the test reads. */
const script = `
  import { spawn } from 'node:child_process'
  import { endWithUs } from ${JSON.stringify(children)}
  const forever = 'setInterval(() => undefined, 1e6); console.log("there")'
  endWithUs(spawn(process.execPath, ['-e', forever], { stdio: ['ignore', 'inherit', 'ignore'] }))
`

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'the children of who is ended by %s end',
  async (signal) => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(parent.stdout, 'data')) as [Buffer]
    expect(said.toString('utf8')).toBe('there\n')
    const closed = once(parent.stdout, 'close')
    parent.kill(signal)
    // The pipe closes with the last who holds it.
    await closed
    expect(parent.signalCode).toBe(signal)
  },
  20_000,
)
