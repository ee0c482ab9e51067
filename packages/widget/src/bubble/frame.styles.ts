import { css } from 'lit'

/** The panel in its frame; comes with the panel. */
export const frameStyles = css`
  /* What it counts comes with the panel, too. */
  .launcher {
    position: relative;
  }
  .badge {
    position: absolute;
    inset-block-start: -8px;
    inset-inline-end: -8px;
    min-inline-size: 24px;
    padding-inline: 6px;
    color: #201a10;
    background: var(--_lamp);
    border-radius: 12px;
    font: 600 13px/24px var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
  /* The panel has a paper of its own, with an edge. */
  .frame:popover-open {
    background: none;
  }
  .close {
    z-index: 1;
  }
  /* Here Esc closes the panel. */
  .frame kbd {
    display: none;
  }
  /* Its place in every room that has something there. */
  .frame .header .row {
    padding-inline-end: 52px;
  }
  .frame:modal .panel {
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
    border: 0;
    border-radius: 0;
  }
`
