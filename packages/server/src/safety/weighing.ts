import type { Ledger, ReportRecord } from '../ports/ledger.js'
import type { ReporterFact } from '../rules/facts.js'

/** Reports of a case that are weighed, those that weigh most: of a crowd the others are strangers, whose record starts later. */
const WEIGHED = 500

/**
 * What a decision says about those who reported a case: each once, however often they did.
 * @param seen the version whoever decided had before them; what came later was judged by nobody
 */
export async function weigh(
  ledger: Pick<Ledger, 'reports'>,
  id: string,
  was: 'right' | 'wrong',
  seen: number,
): Promise<readonly ReporterFact[]> {
  const reports = await ledger.reports(id, WEIGHED)
  return factsOf(
    reports.filter(({ kind, seq }) => kind === 'report' && seq <= seen),
    was,
  )
}

/** Takes back what a decision said about them. */
export async function unweigh(ledger: Pick<Ledger, 'reports'>, id: string): Promise<readonly ReporterFact[]> {
  const reports = await ledger.reports(id, WEIGHED)
  return factsOf(
    reports.filter((report) => report.was !== undefined),
    'undone',
  )
}

function factsOf(reports: readonly ReportRecord[], was: ReporterFact['was']): readonly ReporterFact[] {
  const once = new Map(reports.map((report) => [report.reporter, report]))
  return [...once.values()].map(({ reporter, id: report }) => ({
    type: 'reporter.weighed',
    reporter,
    report,
    was,
  }))
}
