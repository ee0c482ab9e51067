import ts from 'typescript-api'

const printer = ts.createPrinter({ removeComments: true })
const { factory } = ts

const has = (node, kind) => ts.getModifiers(node)?.some((modifier) => modifier.kind === kind)

/** What a class says only to itself, or to its own package. */
const isInner = (member) =>
  (member.name && ts.isPrivateIdentifier(member.name)) ||
  has(member, ts.SyntaxKind.PrivateKeyword) ||
  ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')

/** A class as others see it; what it implements shows in its members. */
function outside(node) {
  const heritage = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
  const members = node.members.filter((member) => !isInner(member))
  return factory.updateClassDeclaration(
    node,
    node.modifiers,
    node.name,
    node.typeParameters,
    heritage,
    members,
  )
}

/** Catalogues: their keys are what others hold on to, while words may be mended at any time. */
const CATALOGUE = /\/(locales\/|words\.d\.ts$)/

function withoutWords(node) {
  const visit = (part, context) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal)
      ? factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)
      : ts.visitEachChild(part, (child) => visit(child, context), context)
  return ts.transform(node, [(context) => (root) => visit(root, context)]).transformed[0]
}

/** A declaration without what is nobody else's business. */
export function publicPart(declaration) {
  if (ts.isClassDeclaration(declaration)) return outside(declaration)
  const words = ts.isVariableDeclaration(declaration) && CATALOGUE.test(declaration.getSourceFile().fileName)
  return words ? withoutWords(declaration) : declaration
}

/** One declaration in its shortest form: no comments, no `export declare`, no semicolons at the end. */
export function printed(declaration) {
  const part = publicPart(declaration)
  const text = printer
    .printNode(ts.EmitHint.Unspecified, part, declaration.getSourceFile())
    .replace(/;$/gm, '')
  if (ts.isModuleDeclaration(declaration)) return text
  if (ts.isVariableDeclaration(declaration)) return `const ${text}`
  return text.replace(/^(export |default |declare )+/, '')
}
