import { cartMessages, defineCart } from '../cart.ts'
import { keyText } from '../kit/key-text.ts'
import { CAPABILITIES } from './capabilities.ts'
import { createWooCommerceConnector } from './connector.server.ts'
import { staysBehind } from '../kit/wire/field-table.ts'
import { FIELD_TABLES } from './fields/tables.ts'
import { en } from './messages/en.ts'
import { WOOCOMMERCE } from './messages/woocommerce.ts'

export const woocommerce = defineCart({
  id: 'woocommerce',
  name: 'WooCommerce',
  fields: [
    {
      name: 'consumerKey',
      label: 'Consumer key',
      placeholder: 'ck_…',
      isSecret: false,
      accepts: keyText({ what: 'the consumer key', short: 'key' }),
    },
    {
      name: 'consumerSecret',
      label: 'Consumer secret',
      placeholder: 'cs_…',
      isSecret: true,
      accepts: keyText({ what: 'the consumer secret', short: 'secret' }),
    },
  ],
  fieldOf: {
    BAD_CREDENTIALS: 'consumerKey',
    NO_READ_PERMISSION: 'consumerKey',
    BAD_SECRET: 'consumerSecret',
  },
  keyHelp: {
    title: 'Where to find the keys',
    steps: [
      'Sign in to the WordPress admin of the old store.',
      'Open WooCommerce → Settings → Advanced → REST API and choose “Add key”.',
      'Describe it as “Shopify migration”, choose an administrator as the user and the permission “Read”.',
      'Choose “Generate API key” and copy both keys at once: WooCommerce shows the secret only once.',
    ],
    note: 'WooCommerce 5.8 or newer is needed. If a security plugin protects the old store, allow the path /wp-json/wc/v3/.',
  },
  capabilities: CAPABILITIES,
  messages: cartMessages(WOOCOMMERCE, { en }),
  neverMoved: staysBehind(Object.values(FIELD_TABLES)),
  connect: createWooCommerceConnector,
})
