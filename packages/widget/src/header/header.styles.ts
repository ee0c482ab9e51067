import { css } from 'lit'

export const headerStyles = css`
  .header {
    flex: none;
    border-block-end: 1px solid var(--_border);
  }
  .header .row {
    flex-wrap: nowrap;
    gap: 12px;
    min-block-size: 52px;
  }
  @media (forced-colors: none) {
    /* Its word ends where the column ends. */
    .header .bare {
      margin-inline-end: -10px;
    }
  }
  .state {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container panel (inline-size < 400px) {
    .header .seam {
      inline-size: 40px;
    }
  }
`
