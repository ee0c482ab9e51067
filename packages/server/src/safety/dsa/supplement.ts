import { ACTIONS, REASONS } from '@stranger-chat/core/api'
import { restricts } from '../../rules/tally.js'
import { type Cells, medianHours, type Report, type Sheet, sum } from './sheet.js'

/** What the templates don't ask for, in one more table: they welcome that as a supplement (annex II, part I.1). */
export function supplement({ tally }: Report): Sheet {
  const { reports, cases, measures, evidence } = tally
  const rows: readonly Cells[] = [
    ...REASONS.map((reason) => [`Reports by participants: ${reason}`, reports[reason] ?? 0]),
    ['Cases decided with an action', cases.acted],
    ['Cases decided without one', cases.dismissed],
    ['Median hours from the first report to the decision', medianHours(cases.waits)],
    ...ACTIONS.map((kind) => [
      `${restricts(kind) ? 'Restrictions' : 'Words only'}: ${kind}`,
      sum(measures.filter((one) => one.kind === kind)),
    ]),
    ['Evidence opened by a moderator', evidence.opened],
    ['Pictures of reporters opened by a moderator', evidence.viewed],
    ['Evidence certified for somebody outside', evidence.certified],
    ['Evidence destroyed', evidence.shredded],
  ]
  return { name: 'supplement', head: ['What', 'Value'], rows }
}
