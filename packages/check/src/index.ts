export { type ClassifierOptions, createClassifier, type FrameClassifier } from './classifier.js'
export { CheckError, type CheckErrorCode } from './errors.js'
export { LONGEST_SIDE, type Picture } from './picture.js'
export { POLICY } from './start.js'
export { createTally, type Tally, TALLY_LAST, TALLY_NEEDED } from './tally.js'
export {
  EXPLICIT_FROM,
  judge,
  type Label,
  type Shares,
  UNSURE_FROM,
  UNSURE_WITH_SEXY_FROM,
  type Verdict,
} from './verdict.js'
