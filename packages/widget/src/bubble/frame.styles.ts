import { css } from 'lit'

/** The panel in its frame, and the way out of it; comes with the panel. */
export const frameStyles = css`
  /* What it counts comes with the panel, too. */
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
  .frame .close {
    position: absolute;
    z-index: 1;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    inline-size: 40px;
    padding: 0;
    font-size: 22px;
    font-weight: 400;
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
  .frame:modal .close {
    inset-block-start: calc(6px + env(safe-area-inset-top));
  }
`
