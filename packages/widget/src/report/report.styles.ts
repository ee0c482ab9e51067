import { css } from 'lit'

export const reportStyles = css`
  dialog.desk {
    flex-direction: column;
    inline-size: min(560px, calc(100% - 16px));
    max-block-size: calc(100% - 16px);
    max-block-size: calc(100dvh - 16px);
    padding: 0;
    overflow: hidden;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  dialog.desk[open] {
    display: flex;
  }
  .pages {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-block-size: 0;
    padding: 20px;
    overflow: auto;
  }
  dialog.desk > .row {
    flex: none;
    margin: 0;
    padding: 12px 20px;
    border-block-start: 1px solid var(--_border);
  }
  dialog.desk > .row p {
    flex: 1 0 100%;
  }
  dialog.desk > .row p:empty {
    display: none;
  }
  /* Where there is no room for two parts, all of it scrolls. */
  @media (max-height: 400px) {
    dialog.desk {
      overflow: auto;
    }
    .desk .pages {
      flex: none;
    }
  }
  .pages > *,
  .statement > * {
    flex: none;
  }
  .pages h3,
  .statement h3 {
    font-weight: 600;
  }
  .appeal > p:empty {
    display: none;
  }
  .reasons {
    display: grid;
    gap: 8px;
  }
  .reason {
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: 0;
    inline-size: 100%;
    text-align: start;
  }
  .reason .small {
    font-weight: 400;
  }
  .plain {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .which {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
  }

  .entries {
    display: grid;
    gap: 2px;
  }
  .entry {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 6px 10px;
    border: 1px solid transparent;
    border-inline-start: 3px solid transparent;
    border-radius: var(--_corner);
  }
  label.entry {
    cursor: pointer;
  }
  p.entry {
    padding-inline-start: 38px;
  }
  .entry.mine {
    border-inline-start-color: var(--_accent);
  }
  .entry.theirs {
    border-inline-start-color: var(--_lamp);
  }
  .entry.picked {
    background: var(--_surface);
    border-block-color: var(--_edge);
    border-inline-end-color: var(--_edge);
  }
  .entry input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin-block-start: 2px;
    accent-color: var(--_accent);
  }
  .entry .said {
    flex: 1;
    min-inline-size: 0;
  }
  .entry .quote {
    white-space: pre-wrap;
  }
  .entry time {
    white-space: nowrap;
  }
  .entry .who {
    font-weight: 600;
  }

  .shots {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
  }
  .shot {
    position: relative;
    inline-size: 148px;
    min-block-size: 44px;
    overflow: clip;
    border: 1px solid var(--_edge);
    border-radius: var(--_corner);
    background: var(--_surface);
  }
  .shot canvas {
    display: block;
    inline-size: 100%;
  }
  .shot:not(.shown) canvas {
    filter: blur(14px) grayscale(1);
  }
  .shot button {
    position: absolute;
    inset: auto 4px 4px auto;
    min-block-size: 28px;
    padding: 0 10px;
    background: var(--_raised);
  }
  /* The whole picture is what one presses to see it. */
  .shot:not(.shown) button::before {
    content: '';
    position: absolute;
    inset: -400px;
  }

  .desk .field,
  .appeal {
    display: grid;
    gap: 4px;
  }
  .desk label[for],
  .appeal label[for] {
    font-weight: 600;
  }
  .desk textarea,
  .desk .field input,
  .appeal textarea {
    inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 12px;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
    resize: vertical;
  }
  .appeal textarea {
    background: var(--_raised);
  }

  .help {
    display: grid;
    gap: 4px;
    padding: 12px 16px;
    background: var(--_stranger);
    color: var(--_stranger-text);
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
  }
  .help li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    min-block-size: 28px;
    align-items: center;
  }
  .help .call,
  .help .dial {
    font-weight: 600;
  }
  /* A finger in a hurry. */
  .help .dial {
    display: inline-block;
    padding: 4px;
    margin: -4px;
  }
  .next {
    display: grid;
    gap: 4px;
    padding-inline-start: 1.2em;
    list-style: disc;
  }
  .next li::marker {
    color: var(--_muted);
  }

  .statement dl {
    display: grid;
    gap: 4px;
    margin: 0;
  }
  .statement dl > div {
    display: grid;
    grid-template-columns: min(7em, 40%) 1fr;
    gap: 12px;
  }
  .statement dt {
    color: var(--_muted);
  }
  .statement dd {
    margin: 0;
    min-inline-size: 0;
  }
  .statement .appeal {
    margin-block-start: 8px;
  }
  @media (pointer: coarse) {
    .entry {
      padding-block: 10px;
    }
    .plain {
      min-block-size: 44px;
    }
  }
`
