import { z } from 'zod'
import { CUSTOMER_SCENES } from './customer-scenes.ts'
import { ORDER_SCENES } from './order-scenes.ts'
import { PRODUCT_SCENES } from './product-scenes.ts'
import {
  collection,
  customer,
  learnLocation,
  NO_BILLING,
  NO_BULK,
  OTHER_QUERY,
  product,
  type Scenes,
  stored,
  UNRECORDED,
} from './scene.ts'

const titled = z.object({ id: z.string(), title: z.string(), handle: z.string() })

const ERROR_SCENES: Scenes = {
  'errors/graphql-validation': {},
  'errors/order-create-bad-arguments': {},
  'errors/user-error-has-no-code': {},
  'errors/node-and-nodes-ids': {
    async before(replay) {
      const step = 'captures.supportedNodes.result.payload'
      const [first, second] = [0, 1].map((i) =>
        titled.parse(replay.recordedValue(step, `data.nodes.${i}`)),
      )
      if (first) await product(replay, { product: first.id }, { title: first.title })
      if (second) {
        const { id, ...input } = second
        await collection(replay, id, input)
      }
      const known = z
        .object({ id: z.string(), displayName: z.string(), email: z.string() })
        .parse(replay.recordedValue(step, 'data.nodes.2'))
      const [firstName, lastName] = known.displayName.split(' ')
      await customer(replay, known.id, { firstName, lastName, email: known.email })
      learnLocation(
        replay,
        replay.recorded(step, 'data.nodes.3.id'),
        0,
        replay.recorded(step, 'data.nodes.3.name'),
      )
    },
  },
  'errors/max-input-size': {
    async before(replay) {
      await collection(replay, replay.recorded('smartAddV2.response', 'variables.id'), {
        title: 'Smart',
        ruleSet: {
          appliedDisjunctively: false,
          rules: [{ column: 'TITLE', relation: 'CONTAINS', condition: 'x' }],
        },
      })
      await collection(replay, replay.recorded('successAddV2.response', 'variables.id'), {
        title: 'Custom',
      })
      await product(replay, {
        product: replay.recorded('successAddV2.response', 'variables.productIds.0'),
      })
    },
  },
  'errors/access-denied-mutation': {
    skip: { '*': 'orderCreateManualPayment is not implemented' },
  },
  'errors/access-denied-partial-data': {
    skip: {
      'cases.customers.response.body': 'store credit accounts are not implemented',
      'cases.onlineStore.response.body': 'themes and redirects are not implemented',
      'cases.segments.response.body': 'segments are not implemented',
    },
  },
}

const METAFIELD_SCENES: Scenes = {
  'metafields/app-namespace': {},
  'metafields/definition-duplicate-taken': {},
  'metafields/metafields-set-atomicity': {
    at: {
      'singleInvalid.response': async (replay) => {
        const last = [...stored(replay).products.keys()].at(-1)
        await replay.call(
          'mutation ($id: ID!) { productDelete(input: { id: $id }) { userErrors { message } } }',
          { id: last },
        )
      },
    },
  },
  'metafields/metafields-set-type-from-definition': {
    async before(replay) {
      const owner = replay.recorded('setWithoutType.response', 'variables.metafields.0.ownerId')
      await product(replay, { product: owner })
    },
  },
  'metafields/metafields-set-validation': {
    async before(replay) {
      const owner = replay.recorded(
        'cases.shortNamespace.response',
        'variables.metafields.0.ownerId',
      )
      await product(replay, { product: owner })
    },
  },
  'metafields/metafields-set-limits-and-digest': {
    async before(replay) {
      const owner = replay.recorded('mutation.response', 'variables.metafields.0.ownerId')
      await product(replay, { product: owner })
    },
    skip: { downstreamRead: UNRECORDED, preconditionRead: UNRECORDED },
  },
}

const INVENTORY_SCENES: Scenes = {
  'inventory/set-quantity-names': {
    differs: {
      'data.inventorySetQuantities.inventoryAdjustmentGroup.changes[0].location.name':
        'made-up location names',
      'data.inventorySetQuantities.inventoryAdjustmentGroup.changes[1].location.name':
        'made-up location names',
    },
    async before(replay) {
      const entry = 'variables.input.quantities.0'
      for (const name of ['damaged', 'committed', 'onHand', 'availableTooHigh', 'duplicatePair']) {
        const step = `cases.${name}.response`
        learnLocation(replay, replay.recorded(step, `${entry}.locationId`))
        await product(replay, { items: [replay.recorded(step, `${entry}.inventoryItemId`)] })
      }
    },
  },
  'inventory/set-and-adjust-contract-2026-04': {
    async before(replay) {
      const entry = 'variables.input.quantities.0'
      const step = 'inventorySetQuantities.response'
      learnLocation(replay, replay.recorded(step, `${entry}.locationId`))
      await product(replay, { items: [replay.recorded(step, `${entry}.inventoryItemId`)] })
    },
    skip: {
      'inventorySetQuantities.response': OTHER_QUERY,
      'missingSetIdempotency.response': OTHER_QUERY,
      'missingAdjustIdempotency.response': OTHER_QUERY,
      'missingAdjustChangeFromQuantity.response':
        'which of two missing things is reported first was not recorded with one query',
      'inventoryAdjustQuantities.response': 'builds on a call that cannot be replayed',
      downstreamRead: 'reads the result of calls that cannot be replayed',
    },
    differs: { 'requested cost: recorded 13, ours 10': OTHER_QUERY },
  },
  'inventory/idempotent-directive': {
    skip: { '*': 'activating and deactivating locations is not implemented' },
  },
  'inventory/locations-list': { skip: { '*': 'recorded without its variables' } },
}

const LEFT_OUT: Scenes = {
  'shop/shop-baseline': { skip: { '*': 'asks for features and addresses the app never reads' } },
  'app-billing/current-app-installation': { skip: { '*': NO_BILLING } },
  'app-billing/custom-app-cannot-bill': { skip: { '*': NO_BILLING } },
  'bulk/bulk-operations-reads': { skip: { '*': NO_BULK } },
  'bulk/run-mutation-allowed-roots': { skip: { '*': NO_BULK } },
  'bulk/run-mutation-concurrency': { skip: { '*': NO_BULK } },
  'bulk/run-mutation-errors': { skip: { '*': NO_BULK } },
  'bulk/run-mutation-lifecycle': { skip: { '*': NO_BULK } },
  'bulk/run-query-validators': { skip: { '*': NO_BULK } },
  'bulk/run-query-with-children': { skip: { '*': NO_BULK } },
  'bulk/staged-upload-targets': { skip: { '*': NO_BULK } },
  'webhooks/webhook-subscriptions-list': {
    skip: { '*': 'webhooks are subscribed in the app configuration, not by mutations' },
  },
}

/** One scene for each recording. */
export const SCENES: Scenes = {
  ...ERROR_SCENES,
  ...ORDER_SCENES,
  ...CUSTOMER_SCENES,
  ...PRODUCT_SCENES,
  ...METAFIELD_SCENES,
  ...INVENTORY_SCENES,
  ...LEFT_OUT,
}
