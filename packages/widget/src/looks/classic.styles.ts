import { css } from 'lit'

/** The look of 2009: plain, square, blue and red names. A file of its own, fetched by who asks for it. */
export const classicStyles = css`
  :host([look='classic']) {
    --_surface: var(--sc-surface, light-dark(#fff, #16181a));
    --_raised: var(--sc-raised, light-dark(#fff, #202326));
    --_text: var(--sc-text, light-dark(#111, #eee));
    --_muted: var(--sc-text-muted, light-dark(#595959, #b3b3b3));
    --_border: var(--sc-border, light-dark(#ccc, #44484c));
    --_edge: var(--sc-control-edge, light-dark(#7a7a7a, #85898d));
    --_accent: var(--sc-accent, light-dark(#0b4fb3, #8ab8ff));
    --_on-accent: var(--sc-on-accent, light-dark(#fff, #10151c));
    --_me: transparent;
    --_me-text: var(--_text);
    --_stranger: transparent;
    --_stranger-text: var(--_text);
    --_name-me: light-dark(#0b4fb3, #8ab8ff);
    --_name-stranger: light-dark(#b3261e, #ff9c94);
    --_lamp: var(--sc-lamp, light-dark(#b3261e, #ff9c94));
    --_font: var(--sc-font-family, Verdana, 'DejaVu Sans', Geneva, sans-serif);
    --_voice: var(--sc-voice-family, var(--_font));
    --_radius: var(--sc-radius, 0px);
    --_bubble: 0px;
    --_corner: 0px;
    --_control: 2px;
  }

  :host([look='classic']) .bubble,
  :host([look='classic']) .me .bubble {
    padding: 1px 0;
    border: 0;
  }
  :host([look='classic']) .me .line {
    flex-direction: row;
  }
  :host([look='classic']) .words {
    display: inline;
  }
  :host([look='classic']) .says {
    position: static;
    clip-path: none;
    font-weight: 600;
    color: var(--_name-stranger);
  }
  :host([look='classic']) .me .says {
    color: var(--_name-me);
  }
  :host([look='classic']) .failure {
    justify-content: flex-start;
  }
`
