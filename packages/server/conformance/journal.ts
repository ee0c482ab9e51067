/** A frame as it went over one of the lines of a check. */
interface Note {
  readonly who: string
  readonly way: 'sent' | 'came'
  readonly text: string
}

/** What a failure shows of each direction. */
const SHOWN = 8
const WIDTH = 260

/** Everything said and heard in one check, on all of its lines in order. */
export class Journal {
  readonly #notes: Note[] = []

  sent(who: string, text: string): void {
    this.#notes.push({ who, way: 'sent', text })
  }
  came(who: string, text: string): void {
    this.#notes.push({ who, way: 'came', text })
  }

  /** The last notes of a direction, short enough to read and without tokens. */
  last(way: Note['way']): readonly string[] {
    const notes = this.#notes.filter((note) => note.way === way)
    return notes.slice(-SHOWN).map(({ who, text }) => `${who}: ${shorten(text)}`)
  }
}

function shorten(text: string): string {
  const plain = text.replace(/"(token|device|capsule)":"[^"]*"/g, '"$1":"…"').replace(/[\r\n]+/g, ' ')
  return plain.length > WIDTH ? `${plain.slice(0, WIDTH)}… (${text.length} characters)` : plain
}
