// Writes the tables and the plot in docs/ anew from bench/measured.json, without measuring anything.
//
//   node bench/scaling/pages.ts
import { readRecord } from '../suites/record.ts'
import { writePages } from '../suites/runner.ts'

writePages(readRecord())
