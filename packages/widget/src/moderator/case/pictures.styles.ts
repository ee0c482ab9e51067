import { css } from 'lit'

/** What reporters handed in to be seen. */
export const picturesStyles = css`
  .pictures {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
  }
  .pictures h4 {
    font-weight: 600;
  }
  .pictures .tag {
    white-space: normal;
  }
  .pictures p {
    max-inline-size: 44em;
  }
  .prints {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    inline-size: 100%;
  }
  .prints li {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .prints div {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    max-inline-size: 100%;
  }
  .prints button {
    padding: 2px 10px;
  }
  .print {
    display: block;
    inline-size: 320px;
    max-inline-size: 100%;
    overflow: clip;
    border: 1px solid var(--_border);
    border-radius: var(--_corner);
  }
  .print canvas {
    display: block;
    inline-size: 100%;
  }
  .print:not(.shown) canvas {
    filter: blur(18px) grayscale(1);
  }
  .grey .print.shown canvas {
    filter: grayscale(1);
  }
`
