import { css } from 'lit'

export const statusStyles = css`
  .strip {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    z-index: 1;
    background: var(--_raised);
    border-block-end: 1px solid var(--_border);
  }
  .strip .row {
    justify-content: space-between;
    min-block-size: 40px;
    padding-block: 4px;
  }
  .strip p {
    flex: 1 1 12em;
  }
  .under {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block-start: 8px;
  }
  .under:empty {
    display: none;
  }
  .stop {
    padding-block-end: 32px;
  }
  .panel dialog {
    inline-size: min(400px, calc(100% - 32px));
    padding: 20px;
    color: var(--_text);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font: 400 var(--_size) / calc(22 / 15) var(--_font);
    overflow-wrap: anywhere;
  }
  .panel dialog::backdrop {
    background: oklch(0.15 0.02 220 / 0.5);
  }
  .panel dialog .host {
    margin-block: 4px 12px;
    font-weight: 600;
    font-size: 17px;
  }
  .panel dialog .row {
    justify-content: flex-end;
    margin-block-start: 20px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 40px;
    padding: 4px 16px;
    border: 1px solid transparent;
    border-radius: var(--_control);
    font-weight: 600;
    text-decoration: none;
  }
`
