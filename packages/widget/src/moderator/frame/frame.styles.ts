import { css } from 'lit'

/** The whole: header, what is worked on, what was just decided, the legend of keys. */
export const frameStyles = css`
  :host {
    --_warm: light-dark(oklch(0.945 0.032 85), oklch(0.315 0.028 75));
    --_ok: light-dark(oklch(0.49 0.1 160), oklch(0.78 0.11 160));
    --_tint: color-mix(in oklab, var(--_accent) 10%, var(--_surface));
    block-size: var(--sc-panel-block-size, 100dvh);
  }
  .panel {
    border: 0;
    border-radius: 0;
    font-size: var(--_size);
  }
  .app {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
    overflow: auto;
  }
  h4,
  dl,
  dd,
  figure,
  blockquote {
    margin: 0;
    font: inherit;
  }
  h4,
  .head,
  h2 {
    font-weight: 600;
  }
  .between {
    justify-content: space-between;
  }
  .number,
  code {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  code {
    padding: 1px 6px;
    border-radius: 6px;
    background: var(--_tint);
    font: 13px/20px ui-monospace, monospace;
  }
  kbd {
    flex: none;
    min-inline-size: 20px;
    border-color: var(--_edge);
    border-block-end-width: 2px;
    color: var(--_muted);
    text-align: center;
    text-decoration: none;
  }
  button kbd {
    margin-inline-start: 2px;
  }
  .primary kbd {
    border-color: currentcolor;
    color: inherit;
  }
  .tag {
    padding: 0 6px;
    border: 1px solid var(--_edge);
    border-radius: 6px;
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
  }
  button[aria-pressed='true'].quiet {
    border-color: var(--_accent);
    background: var(--_tint);
  }

  .top {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
    min-block-size: 52px;
    padding: 4px 16px;
    border-block-end: 1px solid var(--_border);
  }
  .brand,
  .self,
  nav {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }
  .brand h2 {
    font: 400 20px/28px var(--_voice);
  }
  .sans .brand h2 {
    font-family: var(--_font);
  }
  nav {
    gap: 0 2px;
  }
  .self {
    flex-wrap: nowrap;
    margin-inline-start: auto;
  }
  .self .me {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .place {
    padding-inline: 12px;
    border-radius: 0;
    font-weight: 400;
  }
  .place[aria-current] {
    box-shadow: inset 0 -2px var(--_accent);
    font-weight: 600;
  }
  .tally {
    min-inline-size: 20px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--_tint);
    font-size: 12px;
    line-height: 20px;
  }

  .notice,
  .strip,
  .band {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    padding: 8px 16px;
    border-inline-start: 4px solid var(--_accent);
    background: var(--_tint);
  }
  .notice[data-tone='trouble'],
  .strip {
    border-color: var(--_danger);
    background: color-mix(in oklab, var(--_danger) 9%, var(--_surface));
  }
  .band {
    border-color: var(--_lamp);
    background: var(--_warm);
    color: var(--_stranger-text);
    font-weight: 600;
  }

  .legend {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 16px;
    padding: 4px 16px;
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
  }
  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .legend button {
    margin-inline-start: auto;
  }

  .door {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: 20px;
    max-inline-size: 34em;
    margin-inline: auto;
    padding: 24px 16px;
    text-align: center;
  }
  .door .row {
    justify-content: center;
  }
  .door .seam {
    margin-inline: auto;
    margin-block-end: 8px;
  }
  .trouble {
    color: var(--_danger);
  }

  .undos {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 1px;
    border-block-start: 1px solid var(--_border);
    background: var(--_tint);
  }
  .undo {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 6px 16px;
  }
  .undo p {
    flex: 1;
    min-inline-size: 10em;
  }
  .count {
    color: var(--_muted);
  }

  /* No keys, no legend: a screen that is touched has better uses for a line. */
  @media (pointer: coarse) {
    .legend > span,
    button > kbd {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .notice,
    .strip,
    .band,
    .undos,
    button[aria-pressed='true'] {
      border: 1px solid CanvasText;
    }
    button[aria-pressed='true'],
    .card[aria-current] {
      outline: 2px solid Highlight;
    }
    .place[aria-current] {
      border-block-end: 3px solid Highlight;
    }
    .primary kbd {
      border-color: ButtonText;
    }
  }
`
