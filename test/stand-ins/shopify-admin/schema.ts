import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql'
import { z } from 'zod'

const fileSchema = z.object({
  data: z.custom<IntrospectionQuery>((value) => typeof value === 'object' && value !== null),
  offline_scopes: z.object({
    items: z.array(
      z.object({
        type: z.enum(['type', 'field']),
        typeName: z.string(),
        fieldName: z.string().optional(),
        requiredAccess: z.string(),
        offlineScopes: z.array(z.string()),
      }),
    ),
  }),
})

/** What a field or type asks of the app: one of `scopes`, and all of `also`. */
export type Access = { scopes: string[]; also: string[]; requiredAccess: string }

export type AdminSchema = {
  schema: GraphQLSchema
  fieldAccess(typeName: string, fieldName: string): Access | null
  typeAccess(typeName: string): Access | null
}

let loaded: AdminSchema | null = null

/** Shopify's own 2026-07 schema and its table of access scopes; read once per process. */
export function adminSchema(): AdminSchema {
  if (loaded) return loaded
  const file = new URL('./schema/admin_2026-07.json.gz', import.meta.url)
  const parsed = fileSchema.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')))
  const fields = new Map<string, Access>()
  const types = new Map<string, Access>()
  for (const item of parsed.offline_scopes.items) {
    if (item.offlineScopes.length === 0) continue
    // "`read_x` access scope. Also: Requires `read_y` scope." asks for both.
    const also = [...item.requiredAccess.matchAll(/Also: Requires `(\w+)` scope/g)].flatMap(
      (match) => match[1] ?? [],
    )
    const scopes = item.offlineScopes.filter((scope) => !also.includes(scope))
    const access = { scopes, also, requiredAccess: item.requiredAccess }
    if (item.type === 'type') types.set(item.typeName, access)
    else fields.set(`${item.typeName}.${item.fieldName}`, access)
  }
  loaded = {
    schema: buildClientSchema(parsed.data, { assumeValid: true }),
    fieldAccess: (typeName, fieldName) => fields.get(`${typeName}.${fieldName}`) ?? null,
    typeAccess: (typeName) => types.get(typeName) ?? null,
  }
  return loaded
}

/** True when one of the wanted scopes is granted; a write scope includes its read scope. */
export function isGranted(wanted: readonly string[], granted: ReadonlySet<string>): boolean {
  return wanted.some(
    (scope) =>
      granted.has(scope) ||
      (scope.startsWith('read_') && granted.has(scope.replace('read_', 'write_'))),
  )
}
