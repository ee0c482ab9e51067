/** Two soft notes when somebody comes, asked for by the person. No file to fetch: the browser plays them itself. */
const NOTES = [523.25, 783.99]
const NOTE_S = 0.18
const LOUD = 0.12

export class Chime {
  #audio: AudioContext | null = null

  get on(): boolean {
    return this.#audio !== null
  }

  /** Would be heard now: one that waits for a press would sound at that press, for something long past. */
  get ready(): boolean {
    return this.#audio?.state === 'running'
  }

  /** Called from a press, which is what lets a browser make a sound later. */
  set(on: boolean): void {
    if (!on) this.close()
    else if (!this.#audio) this.#audio = new AudioContext()
    else if (!this.ready) void this.#audio.resume()
  }

  play(notes: readonly number[] = NOTES): void {
    const audio = this.#audio
    if (!audio) return
    notes.forEach((frequency, i) => {
      const from = audio.currentTime + i * NOTE_S
      const gain = new GainNode(audio, { gain: 0 })
      gain.gain.setValueAtTime(LOUD, from)
      gain.gain.exponentialRampToValueAtTime(0.001, from + 3 * NOTE_S)
      const tone = new OscillatorNode(audio, { frequency })
      tone.connect(gain).connect(audio.destination)
      tone.start(from)
      tone.stop(from + 3 * NOTE_S)
    })
  }

  close(): void {
    void this.#audio?.close()
    this.#audio = null
  }
}
