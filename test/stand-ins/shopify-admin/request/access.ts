import { GraphQLError } from 'graphql'

/** Shopify's ACCESS_DENIED (recorded: errors/access-denied-mutation). */
export function accessDenied(fieldName: string, requiredAccess: string): GraphQLError {
  return new GraphQLError(
    `Access denied for ${fieldName} field. Required access: ${requiredAccess}`,
    {
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/api/usage/access-scopes',
        requiredAccess,
      },
    },
  )
}
