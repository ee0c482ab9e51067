import { css } from 'lit'

/** Launcher and panel are fixed to the window, by the top layer whatever the page does around the element. */
export const bubbleStyles = css`
  :host([layout='bubble']) {
    position: absolute;
    inline-size: 0;
    block-size: 0;
  }
  .corner,
  .frame {
    --_inset: var(--sc-inset, 20px);
    --_button: var(--sc-launcher-size, 56px);
    position: fixed;
    inset: auto;
    inset-block-end: max(var(--_inset), env(safe-area-inset-bottom));
    inset-inline-end: max(var(--_inset), env(safe-area-inset-right));
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    color: inherit;
    background: none;
  }
  :host([placement='bottom-start']) :is(.corner, .frame) {
    inset-inline: max(var(--_inset), env(safe-area-inset-left)) auto;
  }
  .launcher {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 10px;
    max-inline-size: calc(100vw - 2 * var(--_inset));
    min-block-size: var(--_button);
    padding: 4px 18px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_button) / 3.5);
    box-shadow: var(--_shadow);
    font: 600 var(--_size) / calc(22 / 15) var(--_font);
    cursor: pointer;
  }
  /* At rest the two stand together, and words say what it is. */
  .launcher [data-seam='rest'] {
    margin-inline-end: -34px;
  }

  .frame {
    inset-block-end: calc(max(var(--_inset), env(safe-area-inset-bottom)) + var(--_button) + 12px);
    inline-size: min(var(--sc-panel-inline-size, 400px), 100vw - 2 * var(--_inset));
    block-size: min(
      var(--sc-panel-block-size, 640px),
      100dvh - 2 * var(--_inset) - var(--_button) - 12px
    );
    max-inline-size: none;
    max-block-size: none;
    border-radius: var(--_radius);
    box-shadow: var(--_shadow);
    outline: none;
  }
  .frame:not(:popover-open, :modal) {
    display: none;
  }
  :host([without-launcher]) .frame {
    inset-block-end: max(var(--_inset), env(safe-area-inset-bottom));
  }
  .frame:popover-open {
    animation: rise 200ms var(--_ease);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .frame::backdrop {
    background: none;
  }
  /* The sheet: all of a small window, as much of it as the keyboard leaves. */
  .frame:modal,
  :host([placement]) .frame:modal {
    inset: var(--_top, 0px) 0 auto;
    inline-size: auto;
    block-size: var(--_height, 100dvh);
    border-radius: 0;
    box-shadow: none;
    background: var(--_surface);
  }
`
