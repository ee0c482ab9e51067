import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digits, table } from '../support/numbers.ts'
import { hold, relay, type Sizes } from './measure.ts'

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Where a function belongs, in words that mean something to whoever wants to make it faster. */
function place(name: string, url: string): string {
  if (name.startsWith('(')) return name
  if (url === '') return 'V8 and native code'
  if (url.startsWith('node:')) return url
  return (
    /node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ??
    url.replace(/^.*\/(packages|bench)\//, '$1/')
  )
}

/** One run of our server under V8's sampling profiler: own time by function and by place, idle time left out. */
export async function profile(
  what: 'relay' | 'connect',
  generator: readonly string[],
  sizes: Sizes,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-profile-'))
  try {
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`]
    if (what === 'relay') await relay('stranger-chat', generator, { ...sizes, paceSeconds: 1 }, { flags })
    else await hold('stranger-chat', generator, sizes, { flags })
    const [file] = readdirSync(folder)
    if (file === undefined) throw new Error('The server wrote no profile.')
    return report(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function report({ nodes, samples, timeDeltas }: CpuProfile): readonly string[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const functions = new Map<string, number>()
  const places = new Map<string, number>()
  let all = 0
  samples.forEach((id, i) => {
    const frame = frames.get(id)
    const time = timeDeltas[i] ?? 0
    if (!frame || frame.functionName === '(idle)') return
    const where = place(frame.functionName, frame.url)
    const what = frame.functionName.startsWith('(')
      ? frame.functionName
      : `${frame.functionName || 'anonymous'}  ${where}`
    functions.set(what, (functions.get(what) ?? 0) + time)
    places.set(where, (places.get(where) ?? 0) + time)
    all += time
  })
  const top = (counts: ReadonlyMap<string, number>, head: string, length: number): string =>
    table([
      [head, '% of busy time'],
      ...[...counts]
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, length)
        .map(([what, time]) => [what, digits((time / all) * 100)]),
    ])
  return ['', top(places, 'place', 20), '', top(functions, 'function', 30)]
}
