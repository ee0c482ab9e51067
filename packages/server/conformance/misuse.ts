/** The command was given wrongly, or there is no server: one sentence for a person. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}
