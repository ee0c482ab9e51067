import { css } from 'lit'

/** One column on a phone, two on a small window, three where there is room. */
export const layoutStyles = css`
  .bench {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  .bench.busy .rail,
  .bench .nothing {
    display: none;
  }
  .nothing {
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 20px;
    padding: 24px;
    text-align: center;
  }

  @container panel (inline-size < 760px) {
    /* Whoever pressed at the foot of a long page sees what came of it. */
    .notice {
      position: sticky;
      z-index: 1;
      inset-block-start: 0;
    }
    .undos {
      position: sticky;
      inset-block-end: 0;
    }
    .app {
      scroll-padding-block-start: 64px;
      scroll-padding-block-end: 64px;
    }
    .top {
      padding-block-end: 8px;
    }
    .bench {
      flex: none;
    }
    .self {
      flex-wrap: wrap;
      inline-size: 100%;
      margin-inline-start: 0;
    }
    .self > :last-child {
      margin-inline-start: auto;
    }
    .role,
    .legend > span {
      display: none;
    }
  }
  @container panel (inline-size >= 760px) {
    .app {
      overflow: hidden;
    }
    .bench {
      display: grid;
      grid-template-columns: minmax(280px, 340px) minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr);
    }
    .bench .nothing {
      display: flex;
    }
    .bench.busy {
      grid-template-columns: minmax(0, 1fr) 320px;
    }
    .rail,
    .case,
    .sheet {
      overflow: auto;
    }
    .rail {
      border-inline-end: 1px solid var(--_border);
    }
    .decide {
      border-inline-start: 1px solid var(--_border);
    }
  }
  @container panel (inline-size >= 1160px) {
    .bench.busy {
      grid-template-columns: 300px minmax(0, 1fr) 340px;
    }
    .bench.busy .rail {
      display: flex;
    }
  }
`
