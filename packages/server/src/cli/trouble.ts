/** Why the command can't do what it was asked: one sentence for a person, and how the process ends. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  /** 2: the command was given wrongly. 1: it was right, and something else is in the way. */
  readonly exitCode: 1 | 2

  constructor(exitCode: 1 | 2, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
