import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { impure, rooms, secrets, unsafeInPages } from './rooms.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inRoot = (path) => relative(root, path).split(sep).join('/')

const patterns = new Map()

/** Whether a workspace path or an import's name fits a glob of `*`, `**` and one level of `{a,b}`. */
export function fits(name, glob) {
  let pattern = patterns.get(glob)
  if (!pattern) {
    const source = glob
      .replace(/[.+^$()|[\]\\]/g, '\\$&')
      .replace(/\{([^}]*)\}/g, (_, names) => `(?:${names.replaceAll(',', '|')})`)
      .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'))
    pattern = new RegExp(`^${source}$`)
    patterns.set(glob, pattern)
  }
  return pattern.test(name)
}

const fitsAny = (name, globs) => globs.some((glob) => fits(name, glob))

/** The workspace path a relative import leads to (sources are `.ts`, imports say `.js`), else the name as written. */
function target(file, specifier) {
  if (!specifier.startsWith('.')) return specifier
  return inRoot(join(dirname(file), specifier)).replace(/\.js$/, '.ts')
}

/** Calls `check(node, name)` for every module a file names: static, type-only, re-exported or dynamic. */
function onImport(check) {
  const visit = (node) => {
    const source = node.source ?? node.argument
    const name = source?.type === 'TSLiteralType' ? source.literal.value : source?.value
    if (typeof name === 'string') check(node, name)
    else if (node.type === 'ImportExpression') check(node, undefined)
  }
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
  }
}

const arrows = {
  create(context) {
    const path = inRoot(context.filename)
    const room = rooms.find(({ files }) => fitsAny(path, files))
    if (!room) return {}
    return onImport((node, name) => {
      if (name === undefined) {
        context.report({
          node,
          message: `This import has no fixed name, so nobody can see whom it knows (${room.why}).`,
        })
      } else if (!fitsAny(target(context.filename, name), room.may)) {
        context.report({ node, message: `'${name}' is out of reach here: ${room.why}.` })
      }
    })
  },
}

/** The names that stand for the global object itself. */
const globalObjects = new Set(['globalThis', 'window', 'self', 'global'])

const pure = {
  create(context) {
    const say = (node, what) =>
      context.report({
        node,
        message: `${what} is read in system.ts only: take a clock, timer or random source as an argument.`,
      })
    return {
      ...onImport((node, name) => {
        if (impure.modules.includes(name)) say(node, `'${name}'`)
      }),
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.computed) return
        const { name } = node.property
        if (node.object.name === 'Math' && name === 'random') say(node, 'Math.random')
        if (node.object.name === 'process' && name === 'hrtime') say(node, 'process.hrtime')
        if (globalObjects.has(node.object.name) && impure.globals.includes(name))
          say(node, `${node.object.name}.${name}`)
      },
      'Program:exit'(node) {
        const scope = context.sourceCode.getScope(node)
        const free = [...scope.through]
        for (const variable of scope.variables)
          if (variable.defs.length === 0) free.push(...variable.references)
        for (const { identifier, isTypeReference } of new Set(free)) {
          if (!isTypeReference && impure.globals.includes(identifier.name)) say(identifier, identifier.name)
        }
      },
    }
  },
}

const strictPages = {
  create(context) {
    return {
      ...onImport((node, name) => {
        if (unsafeInPages.includes(name)) {
          context.report({ node, message: `'${name}' fails on pages with a strict CSP or Trusted Types.` })
        }
      }),
      TaggedTemplateExpression(node) {
        if (node.tag.type !== 'Identifier' || !['html', 'svg'].includes(node.tag.name)) return
        if (node.quasi.quasis.some(({ value }) => /\sstyle\s*=/.test(value.raw))) {
          context.report({
            node,
            message: 'A style attribute fails under a strict CSP: use a class, a part or a custom property.',
          })
        }
      },
    }
  },
}

/** Whether what stands in the source can hold no secret: a constant, or a member whose name says so. */
function isPlain(node) {
  switch (node.type) {
    case 'Literal':
      return true
    case 'TemplateLiteral':
      return node.expressions.length === 0
    case 'UnaryExpression':
      return node.operator === 'typeof' || isPlain(node.argument)
    case 'Identifier':
      return node.name === 'undefined' || /^[A-Z][A-Z0-9_]*$/.test(node.name)
    case 'ChainExpression':
      return isPlain(node.expression)
    case 'MemberExpression':
      return !node.computed && secrets.plain.includes(node.property.name)
    default:
      return false
  }
}

const timing = {
  create(context) {
    let isAtHand = fitsAny(inRoot(context.filename), secrets.files)
    const found = []
    const note = (node) => found.push(node)
    return {
      ImportDeclaration({ source, specifiers }) {
        const names = specifiers.map(({ imported }) => imported?.name)
        if (
          /(?:^|\/)system\.js$/.test(source.value) &&
          names.some((name) => secrets.functions.includes(name))
        )
          isAtHand = true
      },
      BinaryExpression(node) {
        if (/^[!=]==?$/.test(node.operator) && !isPlain(node.left) && !isPlain(node.right)) note(node)
      },
      SwitchCase(node) {
        if (node.test && !isPlain(node.test)) note(node.test)
      },
      CallExpression(node) {
        const { callee, arguments: given } = node
        const isMember = callee.type === 'MemberExpression' && !callee.computed
        const name = isMember ? callee.property.name : callee.name
        if (secrets.calls.includes(name)) note(node)
        if (!isMember || !secrets.methods.includes(name) || isPlain(callee.object)) return
        if (given.length > 0 && !isPlain(given[0])) note(node)
      },
      'Program:exit'() {
        for (const node of isAtHand ? found : []) {
          context.report({
            node,
            message:
              'How long this takes tells how much was right. Compare secrets, MACs and hashes with sameBytes; where neither side is one, say so in a comment that switches this rule off.',
          })
        }
      },
    }
  },
}

export default {
  meta: { name: 'house' },
  rules: { arrows, pure, secrets: timing, 'strict-pages': strictPages },
}
