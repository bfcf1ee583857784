import { collection, NO_QUERY, publicationId, type Scenes } from '../scene.ts'
import { MORE_CUSTOMER_SCENES } from './customer-scenes.ts'
import { MEDIA_SCENES } from './media-scenes.ts'
import { METAFIELD_SCENES } from './metafield-scenes.ts'
import { ORDER_SCENES } from './order-scenes.ts'
import { PRODUCT_SCENES } from './product-scenes.ts'

/** Recordings of what the app never sends and never meets, each group with its reason. */
const NOT_OURS: Record<string, string[]> = {
  'the app receives no Flow trigger by mutation': ['app/flow-trigger'],
  'the app runs no bulk operations': [
    'bulk/client-identifier',
    'bulk/group-objects',
    'bulk/no-such-file-precedence',
  ],
  'the app writes no companies': [
    'companies/address-validation',
    'companies/create',
    'companies/external-ids',
  ],
  'the app writes no discounts: an order carries its own': [
    'discounts/code-basic-lifecycle',
    'discounts/code-blank-and-long',
    'discounts/duplicate-code-and-references',
    'discounts/redeem-code-bulk-add',
    'discounts/status-by-time',
    'discounts/value-bounds',
  ],
  'the app writes no gift cards': [
    'gift-cards/create-validation',
    'gift-cards/lifecycle',
    'gift-cards/value-limits',
  ],
  'the app writes no locations': ['inventory/location-address-codes'],
  'the app adjusts no stock, it gives a new variant its first quantity': [
    'inventory/on-hand-mirrors',
  ],
  'the app writes no metaobjects': [
    'metaobjects/field-values',
    'metaobjects/handles',
    'metaobjects/references',
    'redirects/new-handle-makes-redirect',
  ],
  'the app writes no pages, blogs or articles': [
    'pages/article-create',
    'pages/body-kept-as-sent',
    'pages/handles',
    'pages/lengths',
    'pages/publish-dates',
    'pages/required-fields',
  ],
  'the app makes no sales channels, it publishes to those there are': [
    'products/publication-contract',
  ],
  'the app subscribes to webhooks by its configuration': ['webhooks/filter', 'webhooks/lifecycle'],
}

/** One scene for each recording of the second set. */
export const MORE_SCENES: Scenes = {
  ...Object.fromEntries(
    Object.entries(NOT_OURS).flatMap(([reason, names]) =>
      names.map((name) => [name, { skip: { '*': reason } }]),
    ),
  ),
  'collections/publish-and-counts': {
    async before(replay) {
      const step = 'publishMutation.response'
      await collection(replay, replay.recorded(step, 'variables.id'), {
        title: replay.recorded(step, 'data.publishablePublish.publishable.title'),
      })
      replay.learn(replay.recorded(step, 'variables.publicationId'), publicationId(replay, 1))
    },
    skip: {
      'mutation.response': NO_QUERY,
      postCreatePublicationRead: NO_QUERY,
      postPublishRead: NO_QUERY,
      postUnpublishRead: NO_QUERY,
    },
  },
  'collections/smart-collection-membership': {
    skip: { 'downstreamRead.response': 'the app makes manual collections; rules are not run here' },
  },
  'errors/access-denied-and-not-found': {},
  ...MORE_CUSTOMER_SCENES,
  ...MEDIA_SCENES,
  ...METAFIELD_SCENES,
  ...ORDER_SCENES,
  ...PRODUCT_SCENES,
}
