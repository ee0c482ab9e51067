import { css } from 'lit'

export const searchStyles = css`
  .stage {
    padding-block-end: 24px;
    align-items: center;
    text-align: center;
  }
  .stage .voice {
    text-wrap: balance;
  }
  .lines {
    display: grid;
    gap: 2px;
    min-block-size: 44px;
  }
  .openers {
    display: grid;
    gap: 8px;
    justify-items: center;
  }
  .openers button {
    padding-block: 8px;
    font-weight: 400;
    text-wrap: balance;
  }
  .stage .option {
    text-align: start;
  }
  .centre {
    justify-content: center;
  }
`
