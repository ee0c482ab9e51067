import { css } from 'lit'

export const welcomeStyles = css`
  .scroll {
    flex: 1;
    min-block-size: 0;
    display: flex;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .sheet {
    display: flex;
    flex-direction: column;
    gap: 20px;
    max-inline-size: 512px;
    margin: auto;
    padding: 32px 24px 0;
  }
  .promises {
    display: grid;
    gap: 6px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .promises strong {
    color: var(--_text);
    font-weight: 600;
  }
  .sheet > .bare {
    align-self: flex-start;
    margin-inline-start: -10px;
  }
  .news {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: var(--_control);
  }
  .field {
    display: grid;
    gap: 6px;
  }
  .field > label:not(.option),
  .field > span,
  legend {
    padding: 0;
    font-weight: 600;
  }
  legend {
    margin-block-end: 6px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    min-inline-size: 0;
  }
  ul.chips {
    display: contents;
  }
  .box {
    padding: 5px;
    background: var(--_raised);
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
  }
  .box:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .box input {
    flex: 1;
    min-inline-size: 8em;
    min-block-size: 32px;
    padding: 0 6px;
    border: 0;
    outline: none;
    background: none;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: 32px;
    padding-inline-start: 10px;
    color: var(--_stranger-text);
    background: var(--_stranger);
    border-radius: 8px;
  }
  .chip span {
    min-inline-size: 0;
  }
  .chip button {
    flex: none;
    min-block-size: 32px;
    min-inline-size: 30px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    font-weight: 400;
    font-size: 17px;
  }
  select {
    min-block-size: 32px;
    max-inline-size: 100%;
    padding: 0 6px;
    color: var(--_text);
    background: var(--_raised);
    border: 1px solid var(--_edge);
    border-radius: 8px;
  }
  /* The way on stays in sight, however short the page. */
  .go {
    position: sticky;
    inset-block-end: 0;
    margin-block-start: -8px;
    padding-block: 8px 24px;
    background: var(--_surface);
    box-shadow: 0 -6px 8px -2px var(--_surface);
  }
  /* What gets the focus doesn't stop under it. */
  .scroll:has(.go) {
    scroll-padding-block-end: 120px;
  }
  .go .row {
    flex-wrap: nowrap;
  }
  .go .primary,
  .go [aria-disabled='true'] {
    flex: 1;
    min-block-size: 44px;
  }
  @media (pointer: coarse) {
    .chip,
    .chip button,
    select,
    .box input {
      min-block-size: 36px;
    }
  }
  @container panel (inline-size < 400px) {
    .sheet {
      gap: 16px;
      padding: 20px 16px 0;
    }
    .go {
      padding-block-end: 16px;
    }
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid CanvasText;
    }
  }
`
