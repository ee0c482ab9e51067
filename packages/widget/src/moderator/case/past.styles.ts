import { css } from 'lit'

/** What was before, and what is like it. */
export const pastStyles = css`
  .past {
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_border);
  }
  .like {
    align-content: center;
    justify-content: flex-start;
    inline-size: 100%;
    padding: 4px 12px;
    border-color: var(--_border);
    background: var(--_raised);
    font-weight: 400;
    text-align: start;
  }
  .past p + ul {
    margin-block-start: 4px;
  }
  .like,
  .past li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    padding-block: 3px;
  }
`
