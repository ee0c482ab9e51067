import { css } from 'lit'

export const stageStyles = css`
  .call {
    display: flex;
    flex: none;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--_surface);
    border-block-end: 1px solid var(--_border);
  }
  /* On a narrow panel the call takes the upper part, and the words keep the rest. */
  .call[data-mode='video'] {
    block-size: min(52%, 420px);
    /* In a panel that is low as well the switches never come to lie on the words. */
    min-block-size: min-content;
  }
  .screen {
    position: relative;
    flex: 1;
    min-block-size: 80px;
    overflow: hidden;
    border-block-end: 1px solid var(--_border);
  }
  .call[data-mode='voice'] .screen {
    flex: none;
    min-block-size: 72px;
  }
  video.theirs {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  /* Blurred here as well, whatever is sent, until both agreed otherwise. */
  video.theirs:not([data-clear]) {
    filter: blur(24px);
    object-fit: cover;
  }
  [data-picture='off'] > video.theirs,
  [data-picture='covered'] > video.theirs {
    opacity: 0;
  }
  .blank,
  .cover {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: 8px;
    padding: 12px 16px;
    overflow: auto;
    text-align: center;
    text-wrap: balance;
  }
  /* Beside the picture in the corner rather than under it. */
  [data-mode='video'] .screen:has(video.mine) :is(.blank, .cover) {
    padding-inline-end: 112px;
  }
  .plates {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    display: grid;
    gap: 4px;
    justify-items: start;
    max-inline-size: calc(100% - 16px);
    max-block-size: calc(100% - 16px);
    overflow: auto;
  }
  .plates:has(~ .tools) {
    max-inline-size: calc(100% - 112px);
  }
  .plate {
    padding: 4px 8px;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: 8px;
  }
  .screen video.mine {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-end: 8px;
    inline-size: 96px;
    aspect-ratio: 4 / 3;
    object-fit: cover;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: var(--_control);
  }
  .call:fullscreen video.mine {
    inline-size: clamp(96px, 15vw, 240px);
  }
  .tap {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-start: 12px;
  }
  .tools {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    display: flex;
    gap: 4px;
  }
  .tools .quiet {
    background: var(--_surface);
  }
  .icon {
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .square {
    flex: none;
    inline-size: 40px;
    padding: 0;
  }
  /* One size for every answer, so that neither picture nor words move. */
  .rungs {
    display: grid;
    flex: none;
    align-content: center;
    gap: 4px;
    min-block-size: 80px;
    padding: 8px 16px;
  }
  .rungs .row {
    gap: 8px;
    min-block-size: 32px;
  }
  @media (forced-colors: none) {
    /* Its word begins where the sentence does. */
    .rungs .row > .bare:first-child {
      margin-inline-start: -9px;
    }
  }
  .rungs .ask {
    font-weight: 600;
  }
  .rungs .problem {
    gap: 4px;
    padding-inline-start: 8px;
    border-inline-start: 4px solid var(--_danger);
  }
  .controls {
    flex: none;
    flex-wrap: nowrap;
    padding: 0 16px 8px;
  }
  .call[data-mode='voice'] > .rungs,
  .call[data-mode='voice'] > .controls {
    inline-size: 100%;
    max-inline-size: 712px;
    margin-inline: auto;
  }
  .next {
    flex: none;
    white-space: nowrap;
  }
  .controls .gap {
    flex: 1;
  }
  /* The seams above say it; on a phone the openers need the room. */
  .call + .body .seam[data-seam='drawn'] {
    display: none;
  }
  @media (pointer: coarse) {
    .square {
      inline-size: 44px;
    }
    .rungs {
      min-block-size: 84px;
    }
  }

  @container panel (inline-size < 400px) {
    .rungs,
    .controls {
      padding-inline: 12px;
    }
    .rungs {
      min-block-size: 96px;
    }
    .call[data-mode='voice'] .screen {
      min-block-size: 92px;
    }
    .rungs .row,
    .controls {
      gap: 4px;
    }
    .rungs .slim {
      padding-inline: 8px;
    }
    .screen video.mine {
      inline-size: 80px;
    }
    [data-mode='video'] .screen:has(video.mine) :is(.blank, .cover) {
      padding-inline-end: 96px;
    }
  }
  @container panel (inline-size < 400px) {
    @media (pointer: coarse) {
      .rungs {
        min-block-size: 100px;
      }
    }
  }
  /* So narrow that two answers may need a line each. */
  @container panel (inline-size < 320px) {
    .rungs {
      min-block-size: 110px;
    }
    .rungs .row {
      column-gap: 8px;
    }
    .rungs .row > .bare:nth-child(n) {
      margin-inline-start: 0;
      padding-inline: 0;
    }
    .square {
      inline-size: 36px;
    }
    .next {
      padding-inline: 8px;
    }
    .screen video.mine {
      inline-size: 64px;
    }
    .talk:has(> .call) > .header .seam {
      display: none;
    }
    @media (pointer: coarse) {
      .rungs {
        min-block-size: 118px;
      }
    }
  }

  /* Wide enough for both: the pictures at the start, the words beside them. */
  @container panel (inline-size >= 720px) {
    .talk:has(> .call[data-mode='video']) {
      display: grid;
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 3fr) minmax(320px, 2fr);
    }
    .talk:has(> .call[data-mode='video']) > .header {
      grid-column: 1 / -1;
    }
    .call[data-mode='video'] {
      grid-row: 2 / 4;
      grid-column: 1;
      block-size: auto;
      min-block-size: 0;
      border-block-end: 0;
      border-inline-end: 1px solid var(--_border);
    }
    .talk:has(> .call[data-mode='video']) > .header .column {
      max-inline-size: none;
    }
    .screen video.mine {
      inline-size: clamp(96px, 22%, 176px);
    }
    [data-mode='video'] .screen:has(video.mine) :is(.blank, .cover) {
      padding-inline: 16px;
    }
    .controls {
      padding-block-end: 12px;
    }
  }
  /* Beside a call the composer is as narrow as on a phone. */
  @container panel (720px <= inline-size < 1000px) {
    .talk:has(> .call[data-mode='video']) kbd {
      display: none;
    }
    .talk:has(> .call[data-mode='video']) .compose {
      gap: 6px;
    }
    .talk:has(> .call[data-mode='video']) .compose :is(button, textarea) {
      padding-inline: 10px;
    }
  }
  @media (forced-colors: active) {
    .square[aria-pressed='true'] {
      border-width: 3px;
    }
    .screen {
      border-block: 1px solid CanvasText;
    }
  }
`
