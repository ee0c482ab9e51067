import type { Page, WebSocket } from 'playwright-core'
import { expect } from 'vitest'
import type { Hosts } from './hosts.ts'
import { twoLines } from './site.ts'

/** Every socket that a page opened, from now on. */
export function sockets(page: Page): { readonly all: WebSocket[]; readonly open: () => number } {
  const all: WebSocket[] = []
  page.on('websocket', (socket) => all.push(socket))
  return { all, open: () => all.filter((socket) => !socket.isClosed()).length }
}

/** Somebody on another's page, in a chat with somebody else. */
export async function chatting(hosts: Hosts, interest: string, page = twoLines(hosts.server.url)) {
  const ann = await hosts.arrive(await hosts.site(page))
  const lines = sockets(ann.page)
  const ben = await hosts.arrive(`${hosts.server.url}/?one`)
  await Promise.all([ann.start([interest]), ben.start([interest])])
  await Promise.all([ann.matched(), ben.matched()])
  await ben.says('before')
  await ann.hears(['before'])
  return { ann, ben, lines }
}

/** Both still hear each other, over the one line there was. */
export async function goesOn({ ann, ben, lines }: Awaited<ReturnType<typeof chatting>>, heard = ['before']) {
  await ben.says('still there?')
  await ann.hears([...heard, 'still there?'])
  await ann.says('still here')
  await ben.hears(['still here'])
  expect([lines.all.length, lines.open()]).toEqual([1, 1])
}
