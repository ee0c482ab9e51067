import { css } from 'lit'
import { bubbleStyles } from './bubble/bubble.styles.js'
import { hostStyles } from './host.styles.js'
import { seamStyles } from './seam/seam.styles.js'
import { tokens } from './tokens.js'

/** Where the panel can't be had. */
const absent = css`
  .absent {
    display: block;
    padding: 24px;
    font: 400 var(--_size) / calc(22 / 15) var(--_font);
  }
  .absent button {
    min-block-size: 44px;
    font: inherit;
  }
`

/** What is there before the panel is. */
export const shellStyles = [hostStyles, tokens, seamStyles, bubbleStyles, absent]
