// What it costs to look for links in a message, which is done for people who may write none (`restrict`): CPU microseconds,
// for all endings of names and for the ones that the library brings, in rounds that take turns. Build core first.
//
//   node bench/links/links.mjs [rounds]
import { createRequire } from 'node:module'
import '../../packages/server/scripts/sources.mjs'

const began = performance.now()
const { hasLink } = await import('../../packages/server/src/safety/links.ts')
hasLink('two people on a bench')
const first = performance.now() - began
const server = createRequire(new URL('../../packages/server/package.json', import.meta.url))
const { LinkifyIt } = server('linkify-it')
const few = new LinkifyIt({ fuzzyLink: true, fuzzyIP: true })
const all = new LinkifyIt({ fuzzyLink: true, fuzzyIP: true, tlds: server('tlds') })

const rounds = Number(process.argv[2] ?? 9)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`links.mjs takes a number of rounds of at least 1, not ${process.argv[2]}.`)
  process.exit(2)
}

const ways = {
  'the library, its own endings': (text) => few.test(text),
  'the library, all endings': (text) => all.test(text),
  'the server: folded, and looked at twice': hasLink,
}
const LETTERS = 2_000
const longest = (piece) => piece.repeat(Math.ceil(LETTERS / [...piece].length))
const texts = {
  'small talk': [
    'hey, how are you?',
    'I like tea. And chess, a bit... you?',
    'haha no way',
    'where are you from',
    'it was 3.5/5 at best, node.js is fine?',
    'apa kabar, lagi ngapain',
  ],
  'a link at the end': ['come and see me at evil.example.shop/x'],
  '2,000 letters of words': [longest('word and ')],
  '2,000 letters, hostile': ['a+', 'a.co', '://', '㏂', 'ﷺ', '👉'].map(longest),
}

function cost(way, list) {
  const times = Math.ceil(2_000 / list[0].length) * 20
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) for (const text of list) way(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times / list.length
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

console.log(`Node ${process.version}, ${rounds} rounds; loaded and first asked in ${first.toFixed(0)} ms`)
for (const [size, list] of Object.entries(texts)) {
  const costs = new Map(Object.keys(ways).map((name) => [name, []]))
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    const names = Object.keys(ways)
    for (const name of round % 2 ? names : names.reverse()) {
      const spent = cost(ways[name], list)
      if (round > 0) costs.get(name).push(spent)
    }
  }
  console.log(`\n${size.padEnd(44)}us a message`)
  for (const [name, spent] of costs)
    console.log(`  ${name.padEnd(44)}${median(spent).toFixed(2).padStart(10)}`)
}
