import { spawn } from 'node:child_process'

const addressInText = /https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)/

/**
 * Starts the server's CLI on a free port of this machine. Resolves to `{ port, stop }` once it prints its address,
 * `stop` resolving when it is gone; rejects, with what it printed, if it ends before or takes longer than 20 s.
 */
export function serve(cli, args = [], { cwd, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(process.execPath, [cli, '--port', '0', '--host', '127.0.0.1', ...args], {
      cwd,
      // A PORT meant for whoever runs this is not meant for it.
      env: { ...process.env, PORT: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = new Promise((done) => child.on('close', done))
    const stop = () => {
      child.kill('SIGKILL')
      return ended
    }
    const clock = setTimeout(() => {
      void stop()
      reject(new Error(`The server printed no address within 20 s.\n${output}`))
    }, 20_000)
    const listen = (text) => {
      onOutput?.(text)
      output += text
      const address = addressInText.exec(output)
      if (!address) return
      clearTimeout(clock)
      resolve({ port: Number(address[1]), stop })
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', listen)
    void ended.then((code) => {
      clearTimeout(clock)
      reject(new Error(`The server ended with code ${code}.\n${output}`))
    })
  })
}
