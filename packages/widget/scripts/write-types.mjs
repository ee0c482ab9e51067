// Part of the build: from custom-elements.json, what editors and frameworks read. Nothing of it is checked in.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { cssData, htmlData } from './manifest/editor.mjs'
import { readElements } from './manifest/elements.mjs'
import { frameworkFiles } from './manifest/frameworks.mjs'

const home = fileURLToPath(new URL('..', import.meta.url))
const elements = readElements(join(home, 'custom-elements.json'))
const json = (value) => `${JSON.stringify(value, null, 2)}\n`

writeFileSync(join(home, 'vscode.html-custom-data.json'), json(htmlData(elements)))
writeFileSync(join(home, 'vscode.css-custom-data.json'), json(cssData(elements)))

const folder = join(home, 'dist/frameworks')
mkdirSync(folder, { recursive: true })
for (const [name, text] of frameworkFiles(elements)) writeFileSync(join(folder, name), text)
