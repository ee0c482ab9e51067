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
    .header .bare:last-child {
      margin-inline-end: -10px;
    }
    .header .bare {
      border-color: transparent;
    }
  }
  /* Where a language has long words for them they take two lines rather than the room beside. */
  .header .slim {
    flex: 0 1 auto;
    min-inline-size: 24px;
    hyphens: auto;
  }
  .sounds {
    min-inline-size: 32px;
    font-size: 16px;
  }
  .sounds[aria-pressed='false'] {
    color: var(--_muted);
    text-decoration: line-through;
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
    .header .row {
      gap: 4px;
    }
    .header .seam + .state {
      margin-inline-start: 4px;
    }
    .header .slim {
      padding-inline: 6px;
    }
    .header .bare:last-child {
      margin-inline-end: -6px;
    }
  }
  /* Letters twice as large need a line of their own. */
  @container panel (inline-size < 14em) {
    .header .row {
      flex-wrap: wrap;
    }
    .state {
      flex-basis: 100%;
    }
    .slim {
      flex: initial;
    }
  }
  @container panel (inline-size < 22em) {
    .header .seam {
      inline-size: 28px;
    }
    .sounds {
      min-inline-size: 24px;
    }
    /* A question needs the room, and so do one switch more and the words of most languages. */
    .panel:not(:lang(en)) .header .seam,
    .header:has(.danger, .sounds) .seam,
    .header:has(.danger) .sounds {
      display: none;
    }
    /* Two short lines rather than half a word. */
    .state {
      font-size: calc(var(--_size) * 13 / 15);
      line-height: calc(var(--_size) * 16 / 15);
      overflow-wrap: break-word;
      white-space: normal;
    }
  }
`
