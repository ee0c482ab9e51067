export { conformance } from './command.js'
export { type ConformanceOptions, type Failure, type Report, type Result, runConformance } from './runner.js'
