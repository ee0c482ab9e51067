import { css } from 'lit'

/** The panel itself, and what every room shares: text, buttons, fields, focus. */
export const base = css`
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_border: var(--_text);
      --_edge: var(--_text);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
  .panel {
    container: panel / inline-size;
    position: relative;
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font: 400 var(--_size) / calc(22 / 15) var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  .talk,
  .body {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }

  /* One column for everything, so that header, words and composer share their edges on a wide page. */
  .column {
    inline-size: 100%;
    max-inline-size: 712px;
    margin-inline: auto;
    padding-inline: calc(4 * var(--_space));
  }

  h2,
  h3,
  p,
  ul,
  ol,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    list-style: none;
    font: inherit;
  }
  .voice {
    font: 400 calc(var(--_size) * 20 / 15) / calc(var(--_size) * 28 / 15) var(--_voice);
    text-wrap: pretty;
  }
  .sans .voice {
    font-family: var(--_font);
  }
  .muted {
    color: var(--_muted);
  }
  .small,
  .slim {
    font-size: calc(var(--_size) * 13 / 15);
    line-height: calc(var(--_size) * 18 / 15);
  }
  code {
    font: inherit;
    unicode-bidi: isolate;
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }

  button,
  input,
  select,
  textarea {
    margin: 0;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 40px;
    padding: 4px 16px;
    border: 1px solid transparent;
    border-radius: var(--_control);
    background: none;
    font-weight: 600;
    text-align: center;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  .primary {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .quiet {
    border-color: var(--_edge);
  }
  .bare {
    color: var(--_accent);
  }
  .danger {
    color: var(--_danger);
  }
  .slim {
    flex: none;
    min-block-size: 32px;
    padding: 2px 10px;
  }
  button::after {
    content: none;
  }
  @media (hover: hover) {
    button:not([aria-disabled='true']):hover {
      text-decoration: underline;
      text-decoration-thickness: 1px;
      text-underline-offset: 3px;
    }
  }
  button:active:not([aria-disabled='true']) {
    transform: translateY(1px);
  }
  button[aria-disabled='true'] {
    color: var(--_muted);
    background: none;
    border-color: var(--_border);
    cursor: default;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid currentcolor;
    border-radius: 4px;
    font: 400 11px/16px var(--_font);
  }

  [tabindex='-1']:focus-visible {
    outline: none;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  @media (pointer: coarse) {
    button {
      min-block-size: 44px;
    }
    .slim {
      min-block-size: 36px;
    }
    input,
    select,
    textarea {
      font-size: max(16px, var(--_size));
    }
  }
  @media (forced-colors: active) {
    .primary {
      border-color: ButtonText;
    }
    button[aria-disabled='true'] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`
