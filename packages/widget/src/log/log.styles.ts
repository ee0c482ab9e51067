import { css } from 'lit'

export const logStyles = css`
  .log {
    /* Holds what is hidden in it, which else lies below the panel and lets that be scrolled. */
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .log:focus-visible {
    outline-offset: -2px;
  }
  /* Words begin beside the composer, where the eyes are. */
  .log > .column {
    margin-block-start: auto;
    padding-block: 24px 4px;
  }
  .house {
    padding-block-end: 24px;
  }
  .house.end {
    display: grid;
    gap: 12px;
    padding-block: 24px 12px;
  }
  /* Out of sight it costs nothing and keeps the height it had. There is room for the ring round a bubble. */
  .pack {
    contain-intrinsic-block-size: auto 640px;
    overflow-clip-margin: 4px;
  }
  /* What grows is always drawn, so that its height is never a guess. */
  .pack:nth-last-child(n + 3) {
    content-visibility: auto;
  }
  .message {
    margin-block-start: 2px;
  }
  .message.first {
    margin-block-start: 12px;
  }
  .message:focus-visible {
    outline: none;
  }
  .message:focus-visible .bubble {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 8px;
  }
  .me .line {
    flex-direction: row-reverse;
  }
  .bubble {
    min-inline-size: 0;
    max-inline-size: min(34em, 100% - 72px);
    padding: 8px 12px;
    color: var(--_stranger-text);
    background: var(--_stranger);
    border: 1px solid transparent;
    border-radius: var(--_bubble);
  }
  .words {
    display: block;
    white-space: pre-wrap;
    text-align: start;
    unicode-bidi: plaintext;
  }
  .stranger.last .bubble {
    border-end-start-radius: var(--_corner);
  }
  .me.last .bubble {
    border-end-end-radius: var(--_corner);
  }
  .me .bubble {
    color: var(--_me-text);
    background: var(--_me);
  }
  /* Reduced ink while it is on its way. Waits a moment, so that a quick answer never flickers. */
  .me .bubble {
    transition: opacity var(--_quick) var(--_ease);
  }
  .me.pending .bubble {
    opacity: 0.82;
    transition-delay: 200ms;
  }
  .me.failed .bubble {
    color: var(--_text);
    background: none;
    border-color: var(--_danger);
  }
  .bubble.emoji {
    padding: 2px 0;
    color: inherit;
    background: none;
  }
  .emoji .words {
    font-size: 32px;
    line-height: 40px;
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 0 8px;
  }
  .again {
    min-block-size: 28px;
    padding: 0 4px;
    color: inherit;
    font-size: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .message time {
    flex: none;
    /* What is copied over several messages is who said what. */
    user-select: none;
    -webkit-user-select: none;
    opacity: 0;
    transition: opacity var(--_quick);
  }
  .message:hover time,
  .message:focus time {
    opacity: 1;
  }
  .gap {
    padding-block: 20px 4px;
    text-align: center;
  }
  .says {
    position: absolute;
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
  }
  .fresh {
    animation: rise var(--_quick) var(--_ease);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  .pill {
    position: absolute;
    inset-block-end: 32px;
    inset-inline: 0;
    inline-size: fit-content;
    margin-inline: auto;
    z-index: 1;
    color: var(--_text);
    background: var(--_raised);
    border-color: var(--_edge);
    border-radius: 999px;
  }

  /* The ink dries when it is over. */
  .over .bubble {
    color: var(--_muted);
    background: color-mix(in oklab, var(--_stranger) 45%, var(--_surface));
  }
  .over .me .bubble {
    color: var(--_muted);
    background: none;
    border-color: var(--_border);
  }
  .over .bubble.emoji {
    background: none;
    border-color: transparent;
  }
  .over .emoji .words {
    opacity: 0.7;
  }
  @media (hover: none) {
    .message:active time {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .bubble:not(.emoji) {
      border-color: CanvasText;
    }
    .emoji {
      border: 0;
    }
    .me .bubble {
      border-width: 2px;
    }
  }
`
