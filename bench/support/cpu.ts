import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** CPU time in microseconds. */
export interface Cpu {
  readonly user: number
  readonly kernel: number
}
/** What the whole machine did between two looks, as shares of all its cores' time. */
export interface Noise {
  /** Taken by the host for other guests. */
  readonly steal: number
  /** Used by processes that aren't part of the benchmark. */
  readonly foreign: number
}

const tickUs = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** What a process has used so far, all threads. */
export function cpuOf(pid: number): Cpu {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name is in brackets and may hold spaces: count fields behind it. utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { user: Number(fields[11]) * tickUs, kernel: Number(fields[12]) * tickUs }
}

export const total = (cpu: Cpu): number => cpu.user + cpu.kernel
export const minus = (a: Cpu, b: Cpu): Cpu => ({ user: a.user - b.user, kernel: a.kernel - b.kernel })

/** Starts watching the machine; call the result for what happened since. `ours` is the benchmark's own CPU, in µs. */
export function watchMachine(): (ours: number) => Noise {
  const before = machine()
  return (ours) => {
    const after = machine()
    const all = after.all - before.all
    const busy = after.busy - before.busy
    return all > 0
      ? { steal: (after.steal - before.steal) / all, foreign: Math.max(0, busy - ours / tickUs) / all }
      : { steal: 0, foreign: 0 }
  }
}

function machine(): { readonly all: number; readonly busy: number; readonly steal: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? ''
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number)
  const busy = user + nice + system + irq + softirq
  return { all: busy + idle + iowait + steal, busy, steal }
}

const canPin = (() => {
  if (availableParallelism() < 2) return false
  try {
    execFileSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Puts a command on one core: the server on the first, the load on the second, so that neither takes the other's. */
export function pinned(
  core: 0 | 1,
  command: readonly string[],
): { readonly file: string; readonly args: readonly string[] } {
  const [file = '', ...args] = canPin ? ['taskset', '-c', String(core), ...command] : command
  return { file, args }
}

export const pinning = canPin
  ? 'server on core 0, load on core 1'
  : 'not pinned (needs two cores and taskset)'
