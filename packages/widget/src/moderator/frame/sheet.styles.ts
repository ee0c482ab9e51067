import { css } from 'lit'

/** Pages to read: appeals, the log, and what lies over them. */
export const sheetStyles = css`
  .sheet {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    gap: 12px;
    padding: 20px 16px 32px;
  }
  .sheet > * {
    inline-size: 100%;
    max-inline-size: 760px;
  }
  .sheet > button {
    inline-size: auto;
  }
  .letters {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .letter {
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 14px 16px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_raised);
  }
  .events {
    display: flex;
    flex-direction: column;
  }
  .events li {
    display: grid;
    grid-template-columns: 4em minmax(0, 1fr);
    gap: 0 8px;
    padding-block: 8px;
    border-block-end: 1px solid var(--_border);
  }
  .events li > :last-child {
    grid-column: 2;
  }
  .event {
    min-inline-size: 0;
  }
  .seq {
    color: var(--_muted);
  }
  .events code {
    padding-inline: 4px;
    font-size: 12px;
  }

  dialog {
    inline-size: min(440px, calc(100vw - 32px));
    max-block-size: calc(100dvh - 32px);
    padding: 16px 20px 20px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    color: var(--_text);
    background: var(--_raised);
    font: 400 var(--_size) / calc(22 / 15) var(--_font);
    overflow: auto;
  }
  dialog::backdrop {
    background: oklch(0.2 0.02 220 / 0.5);
  }
  dialog .voice + p {
    margin-block: 8px 20px;
  }
  .commands {
    margin-block: 4px 12px;
  }
  .commands li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 2px;
    border-block-end: 1px solid var(--_border);
  }
  .commands button {
    min-inline-size: 56px;
  }
  .refused {
    min-block-size: 22px;
    color: var(--_danger);
  }
`
