/** The tables, as the newest migration leaves them. Times are ms since 1970; identities are opaque ids, never addresses. */
export interface Tables {
  readonly blocks: BlocksTable
}

export interface BlocksTable {
  readonly blocker: string
  readonly blocked: string
  readonly at: number
}
