/** A metric as it was scraped. */
export interface Family {
  readonly type: string
  readonly help: string
  readonly samples: Sample[]
}
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const HEAD = /^# (HELP|TYPE) (\S+) (.+)$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

/**
 * Reads the text form 0.0.4 as strictly as it is written down: help and type once and first, no sample twice, counters above
 * nothing and named as such, histograms that only grow and end with `+Inf` and their count.
 * @throws Error that names the line
 */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.')
  const families = new Map<string, { type: string; help: string; samples: Sample[] }>()
  const seen = new Set<string>()
  let current = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const head = HEAD.exec(line)
    if (head !== null) {
      const [, what, name = '', rest = ''] = head
      if (!NAME.test(name)) throw new Error(`No name: ${line}`)
      if (what === 'HELP') {
        if (families.has(name)) throw new Error(`Twice: ${line}`)
        families.set(name, { type: '', help: rest, samples: [] })
        current = name
      } else {
        const family = families.get(name)
        if (family === undefined || name !== current || family.type !== '')
          throw new Error(`Out of place: ${line}`)
        if (!['counter', 'gauge', 'histogram', 'summary'].includes(rest)) throw new Error(`No type: ${line}`)
        family.type = rest
      }
      continue
    }
    const sample = SAMPLE.exec(line)
    const family = families.get(current)
    if (sample === null || family === undefined || family.type === '') throw new Error(`No sample: ${line}`)
    const [, name = '', inner, value = ''] = sample
    const base =
      family.type === 'histogram' || family.type === 'summary'
        ? name.replace(/_(bucket|sum|count)$/, '')
        : name
    if (base !== current) throw new Error(`Of another metric: ${line}`)
    const key = `${name}{${inner ?? ''}}`
    if (seen.has(key)) throw new Error(`Twice: ${line}`)
    seen.add(key)
    family.samples.push({ name, labels: labelsIn(inner ?? '', line), value: numberIn(value, line) })
  }
  for (const [name, family] of families) check(name, family)
  return families
}

function labelsIn(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text)
    if (found === null) throw new Error(`No label: ${line}`)
    const [, name = '', value = ''] = found
    if (Object.hasOwn(labels, name)) throw new Error(`A label twice: ${line}`)
    labels[name] = value
  }
  return labels
}

/** As Go reads numbers, which Prometheus is written in: `Nan` is one, for what nothing was measured of. */
function numberIn(text: string, line: string): number {
  if (/^nan$/i.test(text)) return NaN
  const value = /^[+-]inf$/i.test(text) ? Number(`${text[0]}Infinity`) : Number(text)
  if (text === '' || Number.isNaN(value)) throw new Error(`No number: ${line}`)
  return value
}

function check(name: string, { type, samples }: Family): void {
  if (type === '') throw new Error(`${name} has no type.`)
  if (type === 'counter') {
    if (!name.endsWith('_total')) throw new Error(`A counter is called something_total, not ${name}.`)
    if (samples.some(({ value }) => !(value >= 0))) throw new Error(`${name} is below nothing.`)
  }
  if (type !== 'histogram') return
  const series = new Map<string, number[]>()
  for (const sample of samples) {
    const { le, ...others } = sample.labels
    const key = JSON.stringify(others)
    const list = series.get(key) ?? []
    series.set(key, list)
    if (sample.name.endsWith('_bucket')) {
      if (le === undefined) throw new Error(`${name} has a bucket without an end.`)
      if (sample.value < (list.at(-1) ?? 0)) throw new Error(`${name} has buckets that shrink.`)
      list.push(sample.value)
    } else if (sample.name.endsWith('_count') && sample.value !== list.at(-1))
      throw new Error(`${name} has a count that isn't its last bucket's.`)
  }
}
