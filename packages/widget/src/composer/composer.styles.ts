import { css } from 'lit'

export const composerStyles = css`
  .footer {
    flex: none;
    padding-block-end: 12px;
  }
  /* Kept free, so that nothing jumps when somebody types. */
  .whisper {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 24px;
  }
  .typing .seam {
    inline-size: 30px;
    block-size: 8px;
  }
  .count {
    margin-inline-start: auto;
  }
  .draft {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-block-end: 6px;
    padding-inline-start: 10px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_control);
  }
  .draft p {
    display: flex;
    flex: 1;
    gap: 0.25em;
    min-inline-size: 0;
  }
  .draft p span {
    flex: 1;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .compose {
    display: flex;
    align-items: flex-end;
    gap: 8px;
  }
  .step {
    flex: none;
  }
  .step kbd {
    text-transform: capitalize;
  }
  .grow {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    max-block-size: 150px;
  }
  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
    overflow: hidden;
  }
  .grow::after,
  .grow textarea {
    grid-area: 1 / 1;
    min-inline-size: 0;
    min-block-size: 40px;
    max-block-size: 150px;
    padding: 8px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grow textarea {
    inline-size: 100%;
    color: var(--_text);
    background: var(--_raised);
    resize: none;
    overflow-y: auto;
  }
  .grow textarea:read-only {
    color: var(--_muted);
    background: none;
    border-color: var(--_border);
  }
  .grow textarea::placeholder {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .send {
    flex: none;
  }
  @media (pointer: coarse) {
    kbd {
      display: none;
    }
    /* Anything smaller makes a phone zoom in. */
    .grow::after,
    .grow textarea {
      min-block-size: 44px;
      padding-block: 10px;
      font-size: max(16px, var(--_size));
    }
  }
  /* Letters twice as large: a line for each. */
  @container panel (inline-size < 14em) {
    .compose {
      flex-wrap: wrap;
    }
    .grow {
      flex-basis: 100%;
    }
  }
  @container panel (inline-size < 520px) {
    kbd {
      display: none;
    }
    .compose {
      gap: 6px;
    }
    .compose button {
      padding-inline: 10px;
    }
    .compose .grow::after,
    .compose textarea {
      padding-inline: 10px;
    }
  }
  /* Room for what stands in an empty field. */
  @container panel (inline-size < 22em) {
    .compose button,
    .compose .grow::after,
    .compose textarea {
      padding-inline: 8px;
    }
    .grow textarea::placeholder {
      font-size: calc(var(--_size) * 13 / 15);
    }
  }
`
