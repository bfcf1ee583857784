import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { pluckConfig } from '@shopify/api-codegen-preset'
import { buildClientSchema, printSchema, type IntrospectionQuery } from 'graphql'

/** The real Admin API schema, introspected; the stand-in executes against the same file. */
const SCHEMA = 'test/stand-ins/shopify-admin/schema/admin_2026-07.json.gz'
const introspection: { data: IntrospectionQuery } = JSON.parse(
  gunzipSync(readFileSync(SCHEMA)).toString('utf8'),
)

const config: Omit<CodegenConfig, 'pluckConfig'> & { pluckConfig: typeof pluckConfig } = {
  hooks: { afterAllFileWrite: ['prettier --write'] },
  schema: printSchema(buildClientSchema(introspection.data)),
  documents: ['app/migration/shopify/**/*documents.ts'],
  pluckConfig,
  generates: {
    // Only what our documents use: inputs, enums and results, not the whole schema.
    'app/types/admin-operations.ts': {
      plugins: ['typescript-operations'],
      config: {
        enumType: 'const',
        disableDescriptions: true,
        skipTypename: true,
        useTypeImports: true,
        immutableTypes: false,
        scalars: {
          ARN: 'string',
          BigInt: 'string',
          Color: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          FormattedString: 'string',
          HTML: 'string',
          JSON: 'unknown',
          Money: 'string',
          StorefrontID: 'string',
          URL: 'string',
          UnsignedInt64: 'string',
          UtcOffset: 'string',
        },
      },
    },
  },
}

export default config
