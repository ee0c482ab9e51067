import { css } from 'lit'

/** The case in hand: its head, the reports, and the conversation. */
export const caseStyles = css`
  .case {
    display: flex;
    flex-direction: column;
    gap: 16px;
    padding: 16px 20px 32px;
    background: var(--_raised);
  }
  /* Question and answer stay in one glance, however wide the screen. */
  .case > :not(.band) {
    max-inline-size: 800px;
  }
  .case > .band {
    margin: -16px -20px 0;
  }
  .case[aria-busy='true'] .report {
    opacity: 0.6;
  }
  .case-head {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 2px 16px;
  }
  .case-head .strip,
  .facts {
    flex-basis: 100%;
  }
  .title {
    flex: 1 1 10em;
    min-inline-size: 0;
    font: 400 22px/30px var(--_voice);
  }
  .sans .title {
    font-family: var(--_font);
  }
  .title .number {
    color: var(--_muted);
    font: 400 15px/22px var(--_font);
  }

  .tabs {
    display: flex;
    align-items: center;
    gap: 8px;
    border-block-end: 1px solid var(--_border);
  }
  .tablist {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 2px;
    min-inline-size: 0;
  }
  [role='tab'] {
    padding-inline: 12px;
    border-radius: 8px 8px 0 0;
    font-weight: 400;
  }
  [role='tab'][aria-selected='true'] {
    box-shadow: inset 0 -2px var(--_accent);
    font-weight: 600;
  }
  .report,
  .about-report {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .note blockquote {
    max-inline-size: 40em;
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--_edge);
    white-space: pre-wrap;
  }

  .badge {
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_surface);
  }
  .badge summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    padding: 8px 12px;
    border-radius: 12px;
    cursor: pointer;
    list-style: none;
  }
  .badge summary::after {
    content: '';
    inline-size: 7px;
    block-size: 7px;
    margin-inline-start: auto;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    transform: translateY(-2px) rotate(45deg);
  }
  .badge[open] summary::after {
    transform: translateY(2px) rotate(225deg);
  }
  .badge > :not(summary) {
    max-inline-size: 44em;
    padding: 0 12px 12px;
  }
  .badge .receipt {
    margin: 0 12px 12px;
    padding: 2px 10px;
  }
  .badge dt {
    font-weight: 600;
  }
  .badge dd + dt {
    margin-block-start: 8px;
  }
  .seal {
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_muted);
    border-radius: 50%;
  }
  [data-proof='verified'] .seal {
    border-color: var(--_ok);
    background: var(--_ok);
  }
  [data-proof='verified'] strong {
    color: var(--_ok);
  }

  .talk {
    display: flex;
    flex-direction: column;
    gap: 2px;
  }
  .lines {
    display: flex;
    flex-direction: column;
    gap: 2px;
  }
  .line {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-inline-size: min(100%, 40em);
  }
  .line.reporter {
    align-self: flex-end;
    align-items: flex-end;
  }
  .line.event,
  .line.other {
    align-self: center;
    align-items: center;
    margin-block: 8px;
  }
  .who {
    margin-block-start: 6px;
    padding-inline: 4px;
    color: var(--_muted);
    font-size: 12px;
    line-height: 18px;
  }
  .reported > .who {
    color: var(--_text);
    font-weight: 600;
  }
  .event > .who {
    margin: 0;
  }
  .said {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    max-inline-size: 100%;
  }
  .reporter .said {
    flex-direction: row-reverse;
  }
  .bubble {
    min-inline-size: 0;
    padding: 7px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_bubble);
    /* What towers over its line stays in its own bubble. */
    overflow: clip;
  }
  .reported:not(.event) .bubble {
    border-color: transparent;
    border-end-start-radius: var(--_corner);
    background: var(--_stranger);
    color: var(--_stranger-text);
  }
  .reporter:not(.event) .bubble {
    border-end-end-radius: var(--_corner);
  }
  .event .bubble {
    border-style: dashed;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }
  .picked .bubble {
    box-shadow: inset 3px 0 var(--_lamp);
  }
  .picked .bubble:dir(rtl) {
    box-shadow: inset -3px 0 var(--_lamp);
  }
  .pick {
    margin: 2px 4px 6px;
    border-color: var(--_lamp);
  }
  .at {
    flex: none;
    color: var(--_muted);
    font-size: 12px;
    line-height: 20px;
  }
  .theirs {
    unicode-bidi: isolate;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grey bdi.theirs {
    filter: grayscale(1);
  }
  .mark {
    padding: 0 4px;
    border: 1px dashed currentcolor;
    border-radius: 4px;
    font: 11px/16px ui-monospace, monospace;
    unicode-bidi: isolate;
  }
  .covered {
    position: relative;
    display: inline-block;
    min-inline-size: 108px;
    max-inline-size: 100%;
  }
  .blur {
    display: block;
    filter: blur(7px) grayscale(1);
    opacity: 0.7;
    user-select: none;
  }
  .uncover {
    position: absolute;
    inset: 50% auto auto 50%;
    min-block-size: 24px;
    padding: 0 8px;
    border-color: var(--_edge);
    background: var(--_raised);
    color: var(--_text);
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
    translate: -50% -50%;
  }
  .uncover:active {
    transform: none !important;
  }
  .fold {
    align-self: stretch;
    margin-block: 8px;
    border: 1px dashed var(--_edge);
    color: var(--_muted);
    font-weight: 400;
  }

  @media (forced-colors: active) {
    .bubble {
      border-color: CanvasText !important;
    }
    .picked .bubble {
      border-inline-start: 4px solid Highlight !important;
    }
    .seal {
      forced-color-adjust: none;
    }
    [role='tab'][aria-selected='true'] {
      border-block-end: 3px solid Highlight;
    }
  }
`
