import { FatalError } from '#app/migration/engine/ports/errors.ts'
import type { AdminClient } from '../api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { allKinds } from '../kinds.ts'
import { ANCHORS, DEFINITION_CREATE } from './anchor-documents.ts'
import { METAFIELD_NAMESPACE, SOURCE_ID_KEY } from './source-reference.ts'
import type { TargetOptions } from '#app/migration/engine/ports/target.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** Types of records that carry a custom id, with the word for several of them. */
const OWNERS = allKinds.flatMap(({ owners }) => owners)

/**
 * Creates the custom-id definitions (type `id`: unique values) for everything this app writes.
 * Safe to repeat: a definition that is there already ("TAKEN") is success.
 * @throws RetriableError | PauseRun | FatalError
 */
export async function ensureDefinitions(client: AdminClient, signal?: AbortSignal): Promise<void> {
  for (const { ownerType } of OWNERS) {
    try {
      const { metafieldDefinitionCreate } = await client.run(
        DEFINITION_CREATE,
        {
          definition: {
            name: 'Source ID',
            description: 'The record of the old store that this was migrated from.',
            namespace: METAFIELD_NAMESPACE,
            key: SOURCE_ID_KEY,
            ownerType,
            type: 'id',
          },
        },
        signal,
      )
      checkUserErrors(metafieldDefinitionCreate)
    } catch (error) {
      const taken =
        error instanceof ShopifyRefused && error.userErrors.every(({ code }) => code === 'TAKEN')
      if (taken) continue
      if (!(error instanceof ShopifyRefused)) throw error
      throw new FatalError(shopifySays('definitionsNotCreated', { words: error.message }), {
        cause: error,
      })
    }
  }
}

/** Definitions, location and currency as they must still be before a run. Empty list: all well. */
export async function checkTargetAnchors(
  client: AdminClient,
  options: TargetOptions,
  signal?: AbortSignal,
): Promise<{ code: string; message: Message }[]> {
  // Places that are left ask for something that nobody looks at.
  const owner = (place: number) => OWNERS[place]?.ownerType ?? 'SHOP'
  const answer = await client.run(
    ANCHORS,
    {
      namespace: METAFIELD_NAMESPACE,
      locationId: options.locationId ?? 'gid://shopify/Location/0',
      withLocation: options.locationId !== null,
      o0: owner(0),
      o1: owner(1),
      o2: owner(2),
      o3: owner(3),
      o4: owner(4),
      o5: owner(5),
      o6: owner(6),
      o7: owner(7),
    },
    signal,
  )
  const { d0, d1, d2, d3, d4, d5, d6, d7 } = answer
  const defined = [d0, d1, d2, d3, d4, d5, d6, d7]
  const problems: { code: string; message: Message }[] = []
  const missing = OWNERS.flatMap(({ several }, i) =>
    defined[i]?.type.name === 'id' ? [] : [several],
  )
  if (missing.length > 0) {
    problems.push({
      code: 'DEFINITIONS_MISSING',
      message: shopifySays('definitionsMissing', { of: missing }),
    })
  }
  if (options.locationId !== null && !answer.location) {
    problems.push({
      code: 'LOCATION_GONE',
      message: shopifySays('locationGone'),
    })
  } else if (answer.location && !answer.location.isActive) {
    problems.push({
      code: 'LOCATION_INACTIVE',
      message: shopifySays('locationInactive'),
    })
  }
  if (answer.shop.currencyCode !== options.currency) {
    problems.push({
      code: 'CURRENCY_CHANGED',
      message: shopifySays('currencyChanged', {
        now: answer.shop.currencyCode,
        before: options.currency,
      }),
    })
  }
  return problems
}
