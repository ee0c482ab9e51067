import type { MakeOracle } from '../world.js'
import { attention } from './attention.js'
import { bounds } from './bounds.js'
import { couples } from './couples.js'
import { endings } from './endings.js'
import { order } from './order.js'
import { stamps } from './stamps.js'
import { tickets } from './tickets.js'
import { patience } from './patience.js'
import { transcript } from './transcript.js'
import { walls } from './walls.js'
import { words } from './words.js'

/** Everybody who watches. */
export const ORACLES: readonly MakeOracle[] = [
  order,
  transcript,
  words,
  stamps,
  couples,
  walls,
  tickets,
  endings,
  attention,
  patience,
  bounds,
]
