import { css } from 'lit'

/** The panel in its frame, and the way out of it; comes with the panel. */
export const frameStyles = css`
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
