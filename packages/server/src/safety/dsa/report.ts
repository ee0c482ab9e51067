import { automatedMeans, notices, ownIllegal, ownTerms } from './counts.js'
import { complaints } from './complaints.js'
import { guideOf } from './guide.js'
import { categoryNames, humanResources, identification, orders, qualitative, recipients } from './plain.js'
import { csvOfSheet, type Report, type Sheet } from './sheet.js'
import { supplement } from './supplement.js'

/** The parts of the harmonised templates, in their order. */
const PARTS: readonly ((report: Report) => Sheet)[] = [
  identification,
  categoryNames,
  orders,
  notices,
  ownIllegal,
  ownTerms,
  complaints,
  automatedMeans,
  humanResources,
  recipients,
  qualitative,
]

export const partsOf = (report: Report): readonly Sheet[] => PARTS.map((part) => part(report))

/** A transparency report (DSA art. 15 and 24): each file by its name, and a guide to them. */
export const filesOf = (report: Report): Readonly<Record<string, string>> => ({
  'guide.md': guideOf(report),
  ...Object.fromEntries(
    [...partsOf(report), supplement(report)].map((sheet) => [`${sheet.name}.csv`, csvOfSheet(sheet)]),
  ),
})
