import { base } from './base.styles.js'
import { frameStyles } from './bubble/frame.styles.js'
import { composerStyles } from './composer/composer.styles.js'
import { gateStyles } from './gate/gate.styles.js'
import { headerStyles } from './header/header.styles.js'
import { logStyles } from './log/log.styles.js'
import { searchStyles } from './search/search.styles.js'
import { seamStateStyles } from './seam/states.styles.js'
import { statusStyles } from './status/status.styles.js'
import { roomTokens } from './tokens.rooms.js'
import { welcomeStyles } from './welcome/welcome.styles.js'

/** Every room's styles, over the shell's: they share one shadow root, so parts need no forwarding. */
export const styles = [
  roomTokens,
  base,
  seamStateStyles,
  frameStyles,
  welcomeStyles,
  gateStyles,
  searchStyles,
  headerStyles,
  logStyles,
  composerStyles,
  statusStyles,
]
