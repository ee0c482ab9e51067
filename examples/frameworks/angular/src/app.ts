import '@stranger-chat/widget'
import { Component, CUSTOM_ELEMENTS_SCHEMA, DestroyRef, inject, signal } from '@angular/core'
import type { StrangerChatEventMap } from '@stranger-chat/widget'
import { client } from './client'

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  templateUrl: './app.html',
})
export class App {
  readonly client = client
  readonly interests = ['tea', 'chess']
  readonly words = { welcomeTitle: 'Talk to somebody in Angular.' }
  readonly shown = signal(true)
  readonly shared = signal<readonly string[]>([])
  readonly heard = signal('')
  readonly phase = signal(client.state.phase.get())

  constructor() {
    inject(DestroyRef).onDestroy(client.state.phase.subscribe(this.phase.set))
  }

  matched({ detail }: StrangerChatEventMap['sc-match']) {
    this.shared.set(detail.interests)
  }

  said({ detail }: StrangerChatEventMap['sc-message']) {
    this.heard.set(detail.message.text)
  }
}
