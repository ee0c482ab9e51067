import { css } from 'lit'

/** What is to be done: choices, what can be changed about them, one button. */
export const decideStyles = css`
  .decide,
  .choices {
    display: flex;
    flex-direction: column;
  }
  .choices {
    flex: 1;
    gap: 10px;
    min-block-size: 0;
    padding: 16px 16px 12px;
  }
  .macros {
    display: flex;
    flex-direction: column;
    gap: 5px;
  }
  .macro {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 8px;
    inline-size: 100%;
    padding: 4px 10px 5px 12px;
    line-height: 20px;
    border-color: var(--_border);
    background: var(--_raised);
    text-align: start;
  }
  .macro .why {
    grid-column: 1;
    color: var(--_muted);
    font-weight: 400;
  }
  .macro kbd {
    grid-area: 1 / 2 / span 2;
  }
  .macro[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_tint);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .macro[aria-pressed='true']:dir(rtl) {
    box-shadow: inset -3px 0 var(--_accent);
  }
  .macro[aria-pressed='true'] .why {
    color: var(--_text);
  }
  .adjust summary {
    inline-size: fit-content;
    padding-block: 4px;
    color: var(--_accent);
    font-weight: 600;
    cursor: pointer;
  }
  .adjust .grid {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin-block: 4px 12px;
  }
  .adjust label:not(.option),
  .message {
    display: flex;
    flex-direction: column;
    gap: 2px;
  }
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 36px;
    padding: 6px 8px;
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
    background: var(--_raised);
  }
  textarea {
    resize: vertical;
  }
  option {
    background: var(--_raised);
  }
  .policies {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(130px, 1fr));
  }
  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    cursor: pointer;
  }
  .option input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_accent);
  }
  .message > span:first-child {
    display: flex;
    justify-content: space-between;
  }
  .then {
    flex: none;
    padding: 6px 16px 0;
  }
  .confirm {
    flex: none;
    min-block-size: 44px;
    margin: 4px 16px 16px;
    padding-inline: 8px;
  }
  button.confirm[aria-disabled='true'] {
    border-style: dashed;
    border-color: var(--_edge);
  }
  /* The last press is always in sight, however long the list above it is. */
  @container panel (inline-size >= 760px) {
    .choices {
      overflow: auto;
    }
    .then {
      border-block-start: 1px solid var(--_border);
    }
    .confirm {
      margin-block: 4px 12px;
    }
  }
`
