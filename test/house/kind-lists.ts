import ts from 'typescript'
import type { SourceFile } from './imports.ts'

/**
 * Places that list the kinds one by one: an array, an object's keys, a union of literals or the cases
 * of a switch that hold every one of them.
 * @returns "app/a.ts:3"
 */
export function kindLists(files: readonly SourceFile[], kinds: readonly string[]): string[] {
  return files.flatMap(({ path, text }) => {
    if (!kinds.every((kind) => text.includes(kind))) return []
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    const found: string[] = []
    const look = (node: ts.Node): void => {
      const names = namesIn(node)
      if (kinds.every((kind) => names.has(kind))) {
        found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
      }
      node.forEachChild(look)
    }
    look(file)
    return found
  })
}

function namesIn(node: ts.Node): Set<string> {
  if (ts.isArrayLiteralExpression(node)) return texts(node.elements)
  if (ts.isUnionTypeNode(node)) {
    return texts(node.types.flatMap((each) => (ts.isLiteralTypeNode(each) ? each.literal : [])))
  }
  if (ts.isCaseBlock(node)) {
    return texts(node.clauses.flatMap((each) => (ts.isCaseClause(each) ? each.expression : [])))
  }
  if (ts.isObjectLiteralExpression(node)) return texts(node.properties.map(({ name }) => name))
  if (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node)) {
    return texts(node.members.map(({ name }) => name))
  }
  return new Set()
}

function texts(nodes: readonly (ts.Node | undefined)[]): Set<string> {
  return new Set(
    nodes.flatMap((node) =>
      node && (ts.isStringLiteral(node) || ts.isIdentifier(node)) ? node.text : [],
    ),
  )
}
