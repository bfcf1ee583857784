import { FatalError } from '../engine/ports/errors.ts'
import type { TargetStore } from '../engine/ports/target.ts'
import { RequestRejected, type AdminClient } from './api/admin-client.server.ts'
import { LOCATIONS, SHOP_FACTS } from './api/shop-documents.ts'
import { ensureDefinitions } from './identity/definitions.server.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** One Shopify store, whatever is migrated into it. Only the port's own errors leave it. */
export function createTargetStore(bare: AdminClient): TargetStore {
  const client = withPortErrors(bare)
  return {
    facts: async () => {
      const { shop } = await client.run(SHOP_FACTS, {})
      return {
        gid: shop.id,
        name: shop.name,
        currency: shop.currencyCode,
        timezone: shop.ianaTimezone,
        planName: shop.plan.publicDisplayName,
        isDevelopment: shop.plan.partnerDevelopment,
      }
    },
    locations: async () => (await client.run(LOCATIONS, {})).locations.nodes,
    prepare: () => ensureDefinitions(client),
  }
}

/**
 * To a writer a refused request says something about the record it was for; here it is a state that no
 * repetition changes.
 */
function withPortErrors(client: AdminClient): AdminClient {
  return {
    ...client,
    run: async (operation, variables, signal) => {
      try {
        return await client.run(operation, variables, signal)
      } catch (error) {
        if (!(error instanceof RequestRejected)) throw error
        throw new FatalError(shopifySays('requestRefused', { words: error.message }), {
          cause: error,
        })
      }
    },
  }
}
