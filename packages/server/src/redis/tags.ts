/**
 * The hash tags of the shards: one short tag in the middle of each of 64 even stretches of a Cluster's 16,384 slots. Plain numbers
 * as tags fall unevenly (one node of six had 27 of 128); these differ by one at most, however many nodes share the slots evenly.
 */
export const TAGS: readonly string[] = (
  '53t j3j if5 kec 574 74b akm 6bk 96a frw 0ip oin d1i 38o 0m0 xw he6 box 40w c9q hav 7ah 447 67a 1js fcu 0xr m5 1n3 ' +
  '3me e2j iu 712 52d cmk 4dm 75r h5l 02bb ice 3y7 1za 2k6 8ax wu7 931 yg 8e8 7d8 5gn 621 41g jc0 qkn 66q i6o 3h5 1kc ' +
  '2z4 0yb 3lu des he 802'
).split(' ')

/** Of these, the one for a session, an identity, a pool or a chat, by its name (FNV-1a). */
export function tagOf(name: string, tags: readonly string[]): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  // The low bits of names that count up are as even as the rest.
  return tags[(hash >>> 0) % tags.length] as string
}
