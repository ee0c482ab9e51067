import { css } from 'lit'

/** The sign at rest, which is all that is seen of it before the panel is there. The stranger sits at the start and you at the end. */
export const seamStyles = css`
  .seam {
    display: block;
    flex: none;
    inline-size: 60px;
    block-size: 12px;
    overflow: visible;
    fill: none;
    stroke-width: 2;
    stroke-linecap: round;
  }
  .seam:dir(rtl) {
    transform: scaleX(-1);
  }
  .seam g {
    transform-box: view-box;
    transition:
      transform var(--_line) var(--_ease),
      opacity var(--_line) var(--_ease);
  }
  .seam .dot.theirs {
    fill: var(--_lamp);
  }
  .seam .dot.mine {
    fill: var(--_accent);
  }
  .seam .half.theirs {
    stroke: var(--_lamp);
    transform-origin: 15px 8px;
  }
  .seam .half.mine {
    stroke: var(--_accent);
    transform-origin: 65px 8px;
  }
  .seam .half {
    opacity: 0;
    transform: scaleX(0);
  }
  .seam .dash {
    stroke: var(--_muted);
    stroke-dasharray: 1 7;
    opacity: 0;
  }

  [data-seam='rest'] .dot.theirs {
    transform: translateX(-3px);
  }
  [data-seam='rest'] .dot.mine {
    transform: translateX(-49px);
  }
  @media (forced-colors: active) {
    .seam g.dot.dot {
      fill: CanvasText;
    }
  }
`
