import { css } from 'lit'

/** What becomes of the sign in a search and in a chat; comes with the panel. */
export const seamStateStyles = css`
  .seam * {
    stroke-width: 2;
    stroke-linecap: round;
    transform-box: view-box;
    transition:
      transform var(--_line) var(--_ease),
      opacity var(--_line) var(--_ease);
  }
  .seam .half {
    opacity: 0;
    transform: scaleX(0);
  }
  .seam .half.theirs {
    stroke: var(--_lamp);
    transform-origin: 15px 8px;
  }
  .seam .half.mine {
    stroke: var(--_accent);
    transform-origin: 65px 8px;
  }
  .seam .dash {
    stroke: var(--_muted);
    stroke-dasharray: 1 7;
    opacity: 0;
  }
  .seam.large {
    inline-size: 120px;
    block-size: 24px;
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
    .seam .half.half,
    .seam .dash {
      stroke: CanvasText;
    }
  }
`
