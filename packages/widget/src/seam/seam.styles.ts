import { css } from 'lit'

/** The stranger sits at the start and you at the end, as in the conversation below. */
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
  .seam.large {
    inline-size: 120px;
    block-size: 24px;
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
  [data-seam='parted'].large {
    translate: -4.5px;
  }
  [data-seam='drawn'] .half {
    opacity: 1;
    transform: none;
  }
  [data-seam='held'] .dash {
    opacity: 1;
  }
  [data-seam='parted'] .half {
    opacity: 0.8;
    transform: scaleX(0.28);
  }
  [data-seam='apart'] .dot {
    animation: drift 5.2s ease-in-out infinite alternate;
  }
  [data-seam='apart'] .dot.mine {
    animation: drift-back 6.8s ease-in-out infinite alternate;
  }
  @keyframes drift {
    from {
      transform: translate(-2px, 2px);
    }
    to {
      transform: translate(22px, -2px);
    }
  }
  @keyframes drift-back {
    from {
      transform: translate(3px, -2px);
    }
    to {
      transform: translate(-20px, 2px);
    }
  }
  /* Beside words it only tells: the large one is the one that moves. */
  .header [data-seam='apart'] .dot {
    animation: none;
  }
  @media (prefers-reduced-motion: reduce) {
    [data-seam='apart'] .dot.theirs {
      transform: translate(6px, 1px);
    }
    [data-seam='apart'] .dot.mine {
      transform: translate(-6px, -1px);
    }
  }
  @media (forced-colors: active) {
    .seam g.dot.dot {
      fill: CanvasText;
    }
    .seam g.half.half,
    .seam g.dash {
      stroke: CanvasText;
    }
  }
`
