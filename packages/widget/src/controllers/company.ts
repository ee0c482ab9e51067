import type { ClientState } from '@stranger-chat/core'

/** Who is at the other end, as far as a change of it matters to what the person is doing. */
export class Company {
  #chat: string | null = null
  #away = false

  /** What another client brings along is no change. */
  begin(state: ClientState | undefined): void {
    this.#chat = state?.chat.get()?.id ?? null
    this.#away = state?.chat.get()?.away != null
  }

  /** `new` for another stranger, `back` for the same one after a time away, else null. */
  changed(state: ClientState): 'new' | 'back' | null {
    const chat = state.chat.get()
    const isNew = chat !== null && chat.id !== this.#chat
    const isBack = this.#away && chat?.away == null && state.phase.get() === 'chatting'
    this.#chat = chat?.id ?? this.#chat
    this.#away = chat?.away != null
    return isNew ? 'new' : isBack ? 'back' : null
  }
}
