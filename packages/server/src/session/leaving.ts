import type { Chats, Claimant } from '../ports/backplane.js'

/** The end of a chat that its member doesn't come back to. */
export async function leaveChat(chats: Chats, at: Claimant & { readonly chat: string }): Promise<void> {
  await chats.end({ ...at, reason: 'left' })
  await chats.forsake(at)
}
