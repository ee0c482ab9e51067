import type { Ledger } from '../ports/ledger.js'
import type { ReporterFact } from '../rules/facts.js'

/** What a decision says about everybody who reported a case: each once, however often they did. */
export async function weigh(
  ledger: Pick<Ledger, 'reports'>,
  id: string,
  was: ReporterFact['was'],
): Promise<readonly ReporterFact[]> {
  const reports = (await ledger.reports(id)).filter(({ kind }) => kind === 'report')
  const once = new Map(reports.map((report) => [report.reporter, report]))
  return [...once.values()].map(({ reporter, id: report }) => ({
    type: 'reporter.weighed',
    reporter,
    report,
    was,
  }))
}
