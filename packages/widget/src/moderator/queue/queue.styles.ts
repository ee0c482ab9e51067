import { css } from 'lit'

/** The rail: figures, the day as bars, and who waits. */
export const queueStyles = css`
  .rail {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 12px 12px 24px;
  }
  .rail .between {
    min-block-size: 36px;
  }
  .rail .head {
    padding-inline-start: 4px;
  }
  .load {
    padding: 10px 12px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_raised);
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(4, auto);
    gap: 4px 8px;
    margin-block-end: 10px;
  }
  .figures dt {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }
  .figures dd {
    font-weight: 600;
  }
  .figures > div {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
  }
  .chart {
    display: block;
    inline-size: 100%;
    block-size: 40px;
    margin-block-end: 4px;
    fill: color-mix(in oklab, var(--_accent) 62%, var(--_raised));
  }
  .chart .now {
    fill: var(--_lamp);
  }
  .cases {
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .card {
    display: grid;
    grid-template-columns: 4px minmax(0, 1fr) auto;
    gap: 0 10px;
    inline-size: 100%;
    padding: 8px 12px 8px 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_control);
    background: var(--_raised);
    font-weight: 400;
    text-align: start;
  }
  button.card[aria-disabled='true'] {
    background: none;
  }
  .card[aria-current] {
    border-color: var(--_accent);
    background: var(--_tint);
    color: var(--_text);
  }
  @media (hover: hover) {
    button.card:not([aria-disabled='true']):hover {
      border-color: var(--_edge);
      text-decoration: none;
    }
  }
  .card .what {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
  }
  .card .reason {
    font-weight: 600;
  }
  .card .age {
    color: var(--_muted);
    font-size: 13px;
  }
  .card .about {
    grid-column: 2 / -1;
  }
  .card .by {
    display: block;
    color: var(--_text);
  }
  .mark-bar {
    grid-row: 1 / span 2;
    align-self: stretch;
    border-radius: 2px;
    background: var(--_edge);
  }
  .mark-bar[data-urgency='middle'] {
    background: var(--_lamp);
  }
  .mark-bar[data-urgency='high'] {
    background: var(--_danger);
  }
  .urgency[data-urgency='high'] {
    color: var(--_danger);
    font-weight: 600;
  }
  .calm {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    padding: 16px 4px;
  }
  .offer {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    padding: 12px;
    border: 1px dashed var(--_edge);
    border-radius: 12px;
  }
  @media (forced-colors: active) {
    .chart {
      fill: CanvasText;
    }
    .chart .now {
      fill: Highlight;
    }
    .mark-bar {
      background: GrayText;
      forced-color-adjust: none;
    }
  }
`
