import type { Mode } from '@stranger-chat/core/protocol'

/** What never gives way (P-MATCH-1), apart from blocks and identity, which are between two people and judged per pair. */
export interface Walls {
  /** The operator's or host page's community: its people meet only each other. */
  readonly community: string
  /** A band of ages that may meet, such as `18+`; whatever names the operator chose. */
  readonly ageBand: string
  readonly mode: Mode
  /** The policy that holds where the person is; people under different policies never meet. */
  readonly jurisdiction: string
}

/**
 * The name of the pool behind these walls. Each part carries its length, so no two sets of walls share a name,
 * whatever characters an operator's names hold.
 */
export const poolKey = (walls: Walls): string =>
  [walls.community, walls.ageBand, walls.mode, walls.jurisdiction]
    .map((part) => `${part.length}:${part}`)
    .join('')
