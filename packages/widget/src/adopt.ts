import type { CSSResult } from 'lit'

/** Adds style sheets to a shadow root. Sheets rather than style elements: the page's rules may forbid those. */
export function adopt(root: ShadowRoot | null, styles: readonly CSSResult[]): void {
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? [])
  if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets]
}
