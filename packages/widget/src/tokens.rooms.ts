import { css } from 'lit'

/** The tokens that nothing reads before the panel is there. */
export const roomTokens = css`
  :host {
    --_raised: var(--sc-raised, light-dark(oklch(1 0 0), oklch(0.25 0.02 220)));
    --_muted: var(--sc-text-muted, light-dark(oklch(0.5 0.025 220), oklch(0.74 0.02 220)));
    --_edge: var(--sc-control-edge, light-dark(oklch(0.62 0.025 220), oklch(0.57 0.025 220)));
    --_on-accent: var(--sc-on-accent, light-dark(oklch(0.985 0.006 95), oklch(0.22 0.03 220)));
    --_me: var(--sc-bubble-me, light-dark(oklch(0.43 0.075 215), oklch(0.42 0.065 215)));
    --_me-text: var(--sc-bubble-me-text, light-dark(oklch(0.985 0.006 95), oklch(0.97 0.008 95)));
    --_stranger: var(--sc-bubble-stranger, light-dark(oklch(0.945 0.032 85), oklch(0.315 0.028 75)));
    --_stranger-text: var(--sc-bubble-stranger-text, light-dark(oklch(0.28 0.03 70), oklch(0.94 0.018 85)));
    --_danger: var(--sc-danger, light-dark(oklch(0.51 0.18 27), oklch(0.75 0.13 27)));
    --_voice: var(--sc-voice-family, Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif);
    --_bubble: 14px;
    --_corner: 4px;
    --_control: 10px;
    --_space: var(--sc-space, 4px);
    --_quick: var(--sc-duration, 120ms);
    --_line: 320ms;
  }
`
