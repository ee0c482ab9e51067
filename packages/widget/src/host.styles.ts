import { css } from 'lit'

/** The element's own place in the page, cut off from the page's styles, and what everything in it shares. */
export const hostStyles = css`
  :host {
    all: initial;
    display: block;
    box-sizing: border-box;
    color-scheme: inherit;
    inline-size: var(--sc-panel-inline-size, 100%);
    block-size: var(--sc-panel-block-size, 600px);
    max-inline-size: 100%;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([layout='page']) {
    inline-size: 100%;
    block-size: 100dvh;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  [tabindex='-1']:focus-visible {
    outline: none;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`
