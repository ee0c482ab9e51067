import { css } from 'lit'

export const gateStyles = css`
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .option {
    display: inline-flex;
    align-items: center;
    gap: 10px;
    min-block-size: 40px;
    cursor: pointer;
  }
  .options .option {
    padding-inline: 12px 16px;
    background: var(--_raised);
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
  }
  .options .option:has(:checked) {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .option input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_accent);
  }
  .rules {
    display: grid;
    gap: 4px;
    list-style: decimal;
  }
  /* Room for its number on its own side, which is the one its language begins at. */
  .rules li {
    margin-inline-start: 1.4em;
  }
  .rules li::marker {
    color: var(--_muted);
  }
  .small:empty {
    display: none;
  }
  .options + .small {
    margin-block-start: 6px;
  }
  @media (pointer: coarse) {
    .option {
      min-block-size: 44px;
    }
  }
`
