import { createInterface, emitKeypressEvents } from 'node:readline'
import { styleText } from 'node:util'

/**
 * A place to read and write lines: what arrives is printed above the line the person is writing, which stays as it is.
 * Without a terminal (a pipe, a test) it prints plain lines and no prompt.
 */
export class Screen {
  #out = process.stdout
  #tty = Boolean(process.stdin.isTTY && process.stdout.isTTY)
  #lines = createInterface({
    input: process.stdin,
    output: this.#tty ? process.stdout : undefined,
    terminal: this.#tty,
  })
  #prompt = '> '

  /**
   * @param {{ line: (text: string) => void, typing: (on: boolean) => void, quit: () => void }} on
   */
  constructor(on) {
    this.#lines.on('line', (text) => {
      if (this.#tty) this.#lines.prompt()
      on.line(text)
    })
    // Both Ctrl+C and the end of the input mean: I'm leaving.
    this.#lines.on('SIGINT', on.quit)
    this.#lines.on('close', on.quit)
    if (!this.#tty) return
    emitKeypressEvents(process.stdin)
    // After readline has taken the key, so that `line` holds it.
    process.stdin.on('keypress', () =>
      setImmediate(() => on.typing(this.draft !== '' && !this.draft.startsWith('/'))),
    )
  }

  /** What stands on the line that wasn't sent yet. */
  get draft() {
    return this.#tty ? this.#lines.line : ''
  }

  /** Empties that line. */
  clear() {
    if (this.#tty) this.#lines.write(null, { ctrl: true, name: 'e' })
    if (this.#tty) this.#lines.write(null, { ctrl: true, name: 'u' })
  }

  /** @param {string} text one line of the conversation */
  say(text) {
    if (this.#tty) this.#out.write('\r\x1b[J')
    this.#out.write(`${text}\n`)
    if (this.#tty) this.#lines.prompt(true)
  }

  /** @param {string} text something the house says */
  note(text) {
    this.say(styleText('dim', text))
  }

  /** @param {string} text what went wrong, and the way on */
  warn(text) {
    this.say(styleText('yellow', text))
  }

  /** @param {string} who @param {string} text a line of the stranger's: never let it steer the terminal */
  hear(who, text) {
    this.say(
      `${styleText(['cyan', 'bold'], who)} ${harmless(text).replaceAll('\n', `\n${' '.repeat(who.length + 1)}`)}`,
    )
  }

  /** @param {boolean} on shows that the stranger is writing: in the prompt, or once as a line where there is none */
  typing(on) {
    this.#prompt = on ? styleText('dim', 'they are typing… ') + '> ' : '> '
    this.#lines.setPrompt(this.#prompt)
    if (this.#tty) this.#lines.prompt(true)
    else if (on) this.note('They are typing…')
  }

  close() {
    this.#lines.removeAllListeners('close')
    this.#lines.close()
    process.stdin.destroy()
  }
}

/**
 * A stranger's text without control characters, which could move the cursor, hide text or worse, and without the marks that
 * turn reading order round beyond their own message.
 * @param {string} text
 */
function harmless(text) {
  return text.replaceAll('\r\n', '\n').replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '')
}
