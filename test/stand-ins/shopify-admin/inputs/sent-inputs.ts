import { type DocumentNode, type OperationDefinitionNode } from 'graphql'
import { inputsOf, rootFields } from './input-paths.ts'

/** Document → the inputs it was sent with, over all the shops of this process. */
const noted = new Map<string, Set<string>>()

/** Remembers what a named operation was sent with; documents of the app are told apart later. */
export function noteInputs(request: {
  document: DocumentNode
  operation: OperationDefinitionNode
  given: Record<string, unknown>
}): void {
  const { document, operation, given } = request
  const text = document.loc?.source.body
  if (!operation.name || text === undefined) return
  const paths = noted.get(text) ?? new Set()
  noted.set(text, paths)
  for (const field of rootFields(document, operation)) {
    for (const path of inputsOf(field, given)) paths.add(path)
  }
}

export const sentInputs = (): ReadonlyMap<string, ReadonlySet<string>> => noted

/** Several test files may live in one process: each begins with an empty list. */
export const forgetSentInputs = (): void => noted.clear()
