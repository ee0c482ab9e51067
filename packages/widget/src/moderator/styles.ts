import { base } from '../base.styles.js'
import { hostStyles } from '../host.styles.js'
import { seamStyles } from '../seam/seam.styles.js'
import { seamStateStyles } from '../seam/states.styles.js'
import { tokens } from '../tokens.js'
import { roomTokens } from '../tokens.rooms.js'
import { caseStyles } from './case/case.styles.js'
import { pastStyles } from './case/past.styles.js'
import { picturesStyles } from './case/pictures.styles.js'
import { decideStyles } from './decide/decide.styles.js'
import { frameStyles } from './frame/frame.styles.js'
import { queueStyles } from './queue/queue.styles.js'
import { layoutStyles } from './frame/layout.styles.js'
import { sheetStyles } from './frame/sheet.styles.js'

/** The house's tokens and basics, and the console's own rooms over them. */
export const styles = [
  hostStyles,
  // Before what asks for more contrast, which sets some of them again.
  tokens,
  roomTokens,
  base,
  seamStyles,
  seamStateStyles,
  frameStyles,
  layoutStyles,
  queueStyles,
  caseStyles,
  pastStyles,
  picturesStyles,
  decideStyles,
  sheetStyles,
]
