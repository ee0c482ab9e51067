import type { ChatClient, ClientState } from '@stranger-chat/core'

/** The two who talk: who is at the other end, as far as a change of it matters here, and whether this one looks. */
export class Company {
  #chat: string | null = null
  #away = false
  /** As the client was told; what it knew before is nobody's guess. */
  #looks: boolean | null = null

  /** What another client brings along is no change. */
  begin(state: ClientState | undefined): void {
    this.#chat = state?.chat.get()?.id ?? null
    this.#away = state?.chat.get()?.away != null
    this.#looks = null
  }

  /** Whether the person can see or hear the stranger: behind a closed panel they are away (P-AWAY-1). */
  looks(client: ChatClient, on: boolean): void {
    if (on !== this.#looks) client.setAway(!on)
    this.#looks = on
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
