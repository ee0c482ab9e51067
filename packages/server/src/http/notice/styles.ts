/** Lamplight, as the element has it; in plain colours, so that old browsers read it too. */
export const NOTICE_CSS = `:root {
  color-scheme: light dark;
  --surface: #fbfaf6; --raised: #fff; --text: #172428; --muted: #54676d; --border: #dddbd2; --edge: #768a91;
  --accent: #035a69; --on-accent: #fbfaf6; --lamp: #f79d34; --danger: #b72725; --focus: #097689;
  font: 1rem/1.5 system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #0e191d; --raised: #172428; --text: #edebe4; --muted: #9eaeb4; --border: #2e3d43; --edge: #687b82;
    --accent: #71cfd9; --on-accent: #081e24; --lamp: #feb354; --danger: #f58c81; --focus: #7fdce6;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); overflow-wrap: anywhere; }
main, footer { max-inline-size: 36rem; margin-inline: auto; padding-inline: 1rem; }
main { padding-block: 2rem; }
.seam { display: block; inline-size: 100px; block-size: 20px; margin-block-end: 1rem; }
.theirs { fill: var(--lamp); }
.mine { fill: var(--accent); }
h1 { margin: 0 0 .75rem; font: 400 1.5rem/2rem Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif; text-wrap: balance; }
p { margin: 0 0 .75rem; text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 2px; }
form { margin-block-start: 1.5rem; }
fieldset { margin: 2rem 0 0; padding: 0; border: 0; min-inline-size: 0; }
legend { padding: 0; font: 400 1.25rem/1.75rem Charter, 'Bitstream Charter', 'Sitka Text', Cambria, serif; }
.field { margin-block-end: 1.25rem; }
label { display: block; margin-block-end: .25rem; font-weight: 600; }
.hint, .quiet { color: var(--muted); font-size: .875rem; line-height: 1.25rem; }
.hint { margin: 0 0 .5rem; }
legend + .hint { margin-block: .25rem 1.25rem; }
.wrong { margin: 0 0 .5rem; color: var(--danger); font-weight: 600; }
.marked { border-inline-start: 3px solid var(--danger); padding-inline-start: .75rem; }
.trouble { padding: .75rem 1rem; border: 1px solid var(--danger); border-radius: 10px; background: var(--raised); }
input, textarea { display: block; inline-size: 100%; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: 10px; background: var(--raised); color: inherit; font: inherit; }
textarea { min-block-size: 6rem; resize: vertical; }
[aria-invalid=true] { border-color: var(--danger); }
.receipt { min-block-size: 5rem; font: .875rem/1.25rem ui-monospace, monospace; overflow-wrap: anywhere; }
button { min-block-size: 40px; padding: .25rem 1.25rem; border: 1px solid transparent; border-radius: 10px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { text-decoration: underline; text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
footer { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding-block: 1rem 2rem; font-size: .875rem; }
footer > * { display: inline-block; padding-block: .25rem; }
nav { display: flex; gap: 1.5rem; margin-inline-start: auto; }
@media (max-width: 30rem) {
  .receipt { min-block-size: 8.5rem; }
  nav { margin-inline-start: 0; }
}
@media (pointer: coarse) {
  button { min-block-size: 44px; }
  footer > *, nav > * { padding-block: .625rem; }
}
@media (forced-colors: active) {
  .theirs, .mine { fill: CanvasText; }
  [aria-invalid=true] { border-width: 3px; }
}
@media print {
  footer, button { display: none; }
}
`
