import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `./locales/*.js` stands for as many entries as there are files that fit. */
function filled(folder, path, types) {
  if (!path.includes('*')) return [{ path, file: join(folder, types) }]
  const [before, after] = types.split('*')
  const home = join(folder, before)
  if (!existsSync(home)) return []
  return readdirSync(home)
    .filter((name) => name.endsWith(after))
    .sort()
    .map((name) => ({ path: path.replace('*', name.slice(0, -after.length)), file: join(home, name) }))
}

/** What a program can import of a package and has types: `{ name, file }`, in the order of `exports`. */
export function entriesOf(folder) {
  const { name, version, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const entries = Object.entries(exports)
    .filter(([, target]) => target.types)
    .flatMap(([path, target]) => filled(folder, path, target.types))
    .map(({ path, file }) => ({ name: join(name, path), file }))
  const missing = entries.find(({ file }) => !existsSync(file))
  if (missing) throw new Error(`${missing.file} isn't there: build first (\`npm run build\`).`)
  return { name, version, home: folder, entries }
}
