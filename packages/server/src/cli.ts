#!/usr/bin/env node
// No static import: on a Node too old for the rest this file still runs and says so.
export {}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 16) || major === 23) {
  console.error(`stranger-chat needs Node.js 22.16 or 24 and newer; this is ${process.versions.node}.`)
  process.exit(1)
}
const { main } = await import('./cli/main.js')
process.exit(await main(process.argv.slice(2), process.env))
