import { rmSync } from 'node:fs'

// Removes the named folders of the package it runs in, on every platform.
for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true })
