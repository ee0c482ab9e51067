import { css } from 'lit'

/**
 * Public `--sc-*` properties feed private `--_*` tokens, which is all that the rooms read. Each token holds its light
 * and its dark value; `color-scheme` chooses. Contrast of every pair is computed in `tokens.test.ts`. Here are those of the shell;
 * the rooms' own come with the panel.
 */
export const tokens = css`
  :host {
    --_surface: var(--sc-surface, light-dark(oklch(0.985 0.006 95), oklch(0.205 0.018 220)));
    --_text: var(--sc-text, light-dark(oklch(0.25 0.02 220), oklch(0.94 0.01 95)));
    --_border: var(--sc-border, light-dark(oklch(0.89 0.012 95), oklch(0.35 0.022 220)));
    --_accent: var(--sc-accent, light-dark(oklch(0.43 0.075 215), oklch(0.8 0.09 205)));
    --_lamp: var(--sc-lamp, light-dark(oklch(0.77 0.155 65), oklch(0.82 0.14 70)));
    --_focus: var(--sc-focus-ring, light-dark(oklch(0.52 0.09 215), oklch(0.84 0.09 205)));
    --_font: var(--sc-font-family, system-ui, sans-serif);
    --_size: var(--sc-font-size, 15px);
    --_radius: var(--sc-radius, 16px);
    --_shadow: 0 8px 32px light-dark(rgb(0 0 0 / 18%), rgb(0 0 0 / 55%));
    --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
  }
`
