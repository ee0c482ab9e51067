import { css } from 'lit'

/**
 * Public `--sc-*` properties feed private `--_*` tokens, which is all that the rooms read. Each token holds its light
 * and its dark value; `color-scheme` chooses. Contrast of every pair is computed in `tokens.test.ts`.
 */
export const tokens = css`
  :host {
    --_surface: var(--sc-surface, light-dark(oklch(0.985 0.006 95), oklch(0.205 0.018 220)));
    --_raised: var(--sc-raised, light-dark(oklch(1 0 0), oklch(0.25 0.02 220)));
    --_text: var(--sc-text, light-dark(oklch(0.25 0.02 220), oklch(0.94 0.01 95)));
    --_muted: var(--sc-text-muted, light-dark(oklch(0.5 0.025 220), oklch(0.74 0.02 220)));
    --_border: var(--sc-border, light-dark(oklch(0.89 0.012 95), oklch(0.35 0.022 220)));
    --_edge: var(--sc-control-edge, light-dark(oklch(0.62 0.025 220), oklch(0.57 0.025 220)));
    --_accent: var(--sc-accent, light-dark(oklch(0.43 0.075 215), oklch(0.8 0.09 205)));
    --_on-accent: var(--sc-on-accent, light-dark(oklch(0.985 0.006 95), oklch(0.22 0.03 220)));
    --_me: var(--sc-bubble-me, light-dark(oklch(0.43 0.075 215), oklch(0.42 0.065 215)));
    --_me-text: var(--sc-bubble-me-text, light-dark(oklch(0.985 0.006 95), oklch(0.97 0.008 95)));
    --_stranger: var(--sc-bubble-stranger, light-dark(oklch(0.945 0.032 85), oklch(0.315 0.028 75)));
    --_stranger-text: var(--sc-bubble-stranger-text, light-dark(oklch(0.28 0.03 70), oklch(0.94 0.018 85)));
    --_lamp: var(--sc-lamp, light-dark(oklch(0.77 0.155 65), oklch(0.82 0.14 70)));
    --_danger: var(--sc-danger, light-dark(oklch(0.51 0.18 27), oklch(0.75 0.13 27)));
    --_focus: var(--sc-focus-ring, light-dark(oklch(0.52 0.09 215), oklch(0.84 0.09 205)));
    --_font: var(--sc-font-family, system-ui, sans-serif);
    --_voice: var(--sc-voice-family, Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif);
    --_size: var(--sc-font-size, 15px);
    --_radius: var(--sc-radius, 16px);
    --_bubble: 14px;
    --_corner: 4px;
    --_control: 10px;
    --_space: var(--sc-space, 4px);
    --_shadow: 0 8px 32px light-dark(rgb(0 0 0 / 18%), rgb(0 0 0 / 55%));
    --_quick: var(--sc-duration, 120ms);
    --_line: 320ms;
    --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
  }
`
