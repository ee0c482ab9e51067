// Waits for the end of whoever started it, also by SIGKILL, and ends what that one leaves behind. Reads a line for each
// process: `+pid` when it has begun, `-pid` when it is over by itself.

const pids = new Set()
let rest = ''

process.stdin
  .setEncoding('utf8')
  .on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const pid = Number(line.slice(1))
      if (line.startsWith('+')) pids.add(pid)
      else pids.delete(pid)
    }
  })
  .on('end', () => {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It is gone already.
      }
    }
  })
