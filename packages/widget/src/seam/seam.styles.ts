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
  }
  .seam:dir(rtl) {
    transform: scaleX(-1);
  }
  .seam .dot.theirs {
    fill: var(--_lamp);
  }
  .seam .dot.mine {
    fill: var(--_accent);
  }
  [data-seam='rest'] .dot.theirs {
    transform: translateX(-3px);
  }
  [data-seam='rest'] .dot.mine {
    transform: translateX(-49px);
  }
  @media (forced-colors: active) {
    .seam .dot.dot {
      fill: CanvasText;
    }
  }
`
