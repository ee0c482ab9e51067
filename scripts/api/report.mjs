import { sep } from 'node:path'
import ts from 'typescript-api'
import { printed, publicPart } from './print.mjs'

// What a package lets others see, out of its built declarations: sorted, without comments, so that a change of it is a diff
// of a checked-in file. What is exported nowhere but named by something that is, is as public as that: it comes last.

const OPTIONS = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
}

const posix = (path) => path.replaceAll(sep, '/')

/** `node_modules/@x/y/…` and, in this workspace, `packages/y/…` are a package's. */
function packageOf(file) {
  const installed = posix(file).split('/node_modules/').at(-1)
  if (installed !== posix(file)) return installed.match(/^(@[^/]+\/)?[^/]+/)[0].replace(/^@types\//, '')
  return `@stranger-chat/${/\/packages\/([^/]+)\//.exec(posix(file))[1]}`
}

const behind = (checker, symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** Every symbol that a declaration names. */
function namedBy(checker, declaration) {
  const found = new Set()
  const visit = (node) => {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      if (symbol) found.add(behind(checker, symbol))
    }
    ts.forEachChild(node, visit)
  }
  visit(publicPart(declaration))
  return found
}

const topLevel = (declaration) => {
  if (ts.isModuleDeclaration(declaration)) return false
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  return ts.isSourceFile(statement.parent)
}

const block = (title, lines) => `## ${title}\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`
const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)

/** The report of one package, as text. */
export function apiReport({ name, version, home, entries }) {
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    OPTIONS,
  )
  const checker = program.getTypeChecker()
  const ours = (node) => posix(node.getSourceFile().fileName).startsWith(`${posix(home)}/dist/`)
  const shown = new Map()
  const queue = []

  function show(symbol) {
    const declarations = (symbol.declarations ?? []).filter((one) => ours(one))
    queue.push(...declarations)
    return declarations.map((one) => printed(one)).join('\n')
  }

  function exported(entry) {
    const file = program.getSourceFile(entry.file)
    const symbol = checker.getSymbolAtLocation(file)
    const lines = symbol ? checker.getExportsOfModule(symbol).map((one) => line(one, entry)) : []
    return lines.sort(byName).map(([, text]) => text)
  }

  function line(symbol, entry) {
    const real = behind(checker, symbol)
    const as = symbol.name === real.name ? real.name : `${real.name} as ${symbol.name}`
    const from = shown.get(real)
    if (from) return [symbol.name, `export { ${as} } from '${from}'`]
    if (!real.declarations?.some((one) => ours(one))) {
      return [
        symbol.name,
        `export { ${as} } from '${packageOf(real.declarations[0].getSourceFile().fileName)}'`,
      ]
    }
    shown.set(real, entry.name)
    const renamed = as === real.name ? '' : `// ${as}\n`
    return [symbol.name, renamed + show(real)]
  }

  /** What the shown ones name, and what those name, and so on. */
  function hidden() {
    const lines = []
    for (let declaration = queue.shift(); declaration; declaration = queue.shift()) {
      for (const symbol of namedBy(checker, declaration)) {
        const own = symbol.declarations?.filter((one) => ours(one) && topLevel(one)) ?? []
        if (own.length === 0 || shown.has(symbol)) continue
        shown.set(symbol, name)
        lines.push([symbol.name, show(symbol)])
      }
    }
    return lines.sort(byName).map(([, text]) => text)
  }

  /** `declare module` and `declare global`: what importing a file teaches the compiler about others. */
  function augmentations() {
    const files = program.getSourceFiles().filter((file) => ours(file))
    const blocks = files.flatMap(({ statements }) => statements.filter((one) => ts.isModuleDeclaration(one)))
    queue.push(...blocks)
    return blocks.map((one) => printed(one)).sort()
  }

  const sections = entries.map((entry) => [`\`${entry.name}\``, exported(entry)])
  sections.push(['Taught to the compiler by importing', augmentations()])
  sections.push(['Named by the above, exported by none', hidden()])
  const head = `# What ${name} exports\n\nMade from the built declarations by \`npm run generate\`. A diff here is a change for whoever uses the package.\n`
  const bodies = sections.filter(([, lines]) => lines.length > 0).map(([title, lines]) => block(title, lines))
  // A release is no change of what is exported.
  return [head, ...bodies].join('\n').replaceAll(` = "${version}"`, ': string')
}
