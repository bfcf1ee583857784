import { readdirSync } from 'node:fs'
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { z } from 'zod'
import { adminSchema } from '../schema.ts'
import { directivesOf, rootFields, schemaPaths } from './input-paths.ts'

const DOCUMENTS = new URL('../../../../app/migration/shopify/', import.meta.url)
const operationSchema = z.object({ name: z.string(), kind: z.string(), text: z.string() })

export type OurOperation = {
  name: string
  text: string
  /** Every input the schema has for its root fields. */
  paths: string[]
}

/** The GraphQL documents of the app, by name. */
export async function ourOperations(): Promise<OurOperation[]> {
  const { schema } = adminSchema()
  const files = readdirSync(DOCUMENTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('documents.ts'),
  )
  const modules: unknown[] = await Promise.all(
    files.map((file) => import(new URL(file, DOCUMENTS).href)),
  )
  const operations = modules
    .flatMap((module) => Object.values(z.record(z.string(), z.unknown()).parse(module)))
    .flatMap((exported) => operationSchema.safeParse(exported).data ?? [])
  return operations
    .map(({ name, text }) => {
      const document = parse(text)
      const operation = operationOf(document, name)
      const paths = rootFields(document, operation).flatMap((field) => [
        ...schemaPaths(schema, operation.operation, field.name.value),
        ...directivesOf(field),
      ])
      return { name, text, paths: [...new Set(paths)] }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The operation a request means: the named one, or the first. */
export function operationOf(document: DocumentNode, name?: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  )
  const found = operations.find((each) => each.name?.value === name) ?? operations[0]
  if (!found) throw new Error('A document without an operation')
  return found
}
