import { css } from 'lit'

export const previewStyles = css`
  /* Dark in both themes, as a window is at night: light-dark() follows the scheme of where it is used. */
  .night {
    color-scheme: dark;
    color: var(--_text);
    background: var(--_surface);
  }
  .preview .mirror {
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 4 / 3;
    max-block-size: 300px;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--_control);
  }
  .mirror video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  video.mine {
    transform: scaleX(-1);
  }
  .preview .line {
    min-block-size: 18px;
    margin-block-start: -12px;
  }
  .preview .ask {
    display: grid;
    gap: 12px;
    justify-items: center;
    padding: 16px;
    text-align: center;
  }
  .problem {
    display: grid;
    gap: 8px;
  }
  .preview .problem {
    padding: 12px;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_danger);
    border-radius: var(--_control);
  }
  .problem strong {
    font-weight: 600;
  }
  .pickers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
    gap: 12px;
  }
  .pickers select {
    inline-size: 100%;
    min-block-size: 40px;
    text-overflow: ellipsis;
  }
  dialog.devices {
    text-align: start;
  }
  .devices h3 {
    margin-block-end: 16px;
    font-weight: 600;
  }
  @media (pointer: coarse) {
    .pickers select {
      min-block-size: 44px;
    }
  }
`
