import { css } from 'lit'

/** The element's own place in the page, cut off from the page's styles, and what everything in it shares. */
export const hostStyles = css`
  :host {
    all: initial;
    display: block;
    box-sizing: border-box;
    color-scheme: inherit;
    visibility: inherit;
    inline-size: var(--sc-panel-inline-size, 100%);
    block-size: var(--sc-panel-block-size, 600px);
    max-inline-size: 100%;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([layout='page']) {
    inline-size: 100%;
    block-size: 100dvh;
  }
  /* Whatever a page puts before or after everything would push the panel out of its box. */
  :host::before,
  :host::after {
    content: none !important;
  }
  /* A page's rules for the element itself win over those for :host. What they would have it hand down ends here. */
  .root {
    all: initial;
    box-sizing: border-box;
    color-scheme: inherit;
    visibility: inherit;
    user-select: text;
  }
  :host([theme='light']) .root {
    color-scheme: light;
  }
  :host([theme='dark']) .root {
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
`
