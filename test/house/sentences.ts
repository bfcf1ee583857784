import ts from 'typescript'
import type { SourceFile } from './imports.ts'

/** Rooms whose words are for screens drawn in the browser, the catalogue itself, and generated code. */
const ELSEWHERE =
  /^app\/(ui|generated|types|readiness)\/|\/messages\/|-words\.ts$|\.tsx$|^app\/words\/format\.ts$/

/** A text of several words that begins and ends as a sentence does; "…" stands for what is put in. */
const SENTENCE = /^[\p{Lu}“…]\S*\s.*\s.*[.?]$/su

/**
 * Sentences in code that people could read without the catalogue having made them, as "path:line".
 * What an error is called in the log, and the log itself, is nobody's but ours.
 */
export function sentencesIn(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !ELSEWHERE.test(path))
    .flatMap(({ path, text }) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      const found: string[] = []
      const visit = (node: ts.Node): void => {
        if (isOurs(node)) return
        const said = textOf(node)
        if (said !== null && SENTENCE.test(said)) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart())
          found.push(`${path}:${line + 1}`)
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
      return found
    })
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return node.templateSpans.reduce((all, { literal }) => `${all}…${literal.text}`, node.head.text)
}

/** What an error is made with, and what goes to the log. */
function isOurs(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return /(Error|LeaseLost)$/.test(node.expression.getText())
  if (!ts.isCallExpression(node)) return false
  const called = node.expression.getText()
  return called === 'super' || /(^|\.)logger\.\w+$/.test(called)
}
