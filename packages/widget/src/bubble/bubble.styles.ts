import { css } from 'lit'

/**
 * Launcher and panel are fixed to the window, by the top layer whatever the page does around the element. What a browser has of its own
 * for popovers and dialogs ends at `.root`.
 */
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
    inset-block-end: max(var(--_inset), env(safe-area-inset-bottom));
    inset-inline-end: max(var(--_inset), env(safe-area-inset-right));
  }
  :host([placement='bottom-start']) :popover-open {
    inset-inline: max(var(--_inset), env(safe-area-inset-left)) auto;
  }
  .launcher {
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
    outline: none;
    background: var(--_surface);
  }
  .frame:not(:popover-open, :modal) {
    display: none;
  }
  .frame:popover-open {
    inline-size: min(var(--sc-panel-inline-size, 400px), 100vw - 2 * var(--_inset));
    block-size: min(
      var(--sc-panel-block-size, 640px),
      100dvh - 2 * var(--_inset) - var(--_button) - 12px
    );
    border-radius: var(--_radius);
    box-shadow: var(--_shadow);
    animation: rise 200ms var(--_ease);
  }
  :host(:not([without-launcher])) .frame:popover-open {
    inset-block-end: calc(max(var(--_inset), env(safe-area-inset-bottom)) + var(--_button) + 12px);
  }
  /* Named only for who wants motion; what else moves comes with the panel, and with it the end of it for everybody else. */
  @media (prefers-reduced-motion: no-preference) {
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
  }
  .frame::backdrop {
    background: none;
  }
  /* The sheet: all of a small window, as much of it as the keyboard leaves. */
  .frame:modal {
    inset: var(--_top, 0px) 0 auto;
    block-size: var(--_height, 100dvh);
  }

  /* The way out, before there is a panel as well. */
  .frame .close {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    inline-size: 40px;
    block-size: 40px;
    padding: 0;
    color: var(--_accent);
    background: none;
    border-color: transparent;
    font: 400 22px / calc(22 / 15) var(--_font);
    cursor: pointer;
  }
  .frame:modal .close {
    inset-block-start: calc(6px + env(safe-area-inset-top));
  }
  .frame .absent {
    margin-block-start: 40px;
  }
`
