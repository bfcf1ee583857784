import { cartMessages, defineCart } from '../cart.ts'
import { keyText } from '../kit/key-text.ts'
import { CAPABILITIES } from './capabilities.ts'
import { createWooCommerceConnector } from './connector.server.ts'
import { staysBehind } from '../kit/wire/field-table.ts'
import { FIELD_TABLES } from './fields/tables.ts'
import { en } from './messages/en.ts'
import { WOOCOMMERCE, wooSays } from './messages/woocommerce.ts'

export const woocommerce = defineCart({
  id: 'woocommerce',
  name: 'WooCommerce',
  fields: [
    {
      name: 'consumerKey',
      label: wooSays('consumerKeyLabel'),
      placeholder: 'ck_…',
      isSecret: false,
      accepts: keyText('key', wooSays('consumerKeyMissing')),
    },
    {
      name: 'consumerSecret',
      label: wooSays('consumerSecretLabel'),
      placeholder: 'cs_…',
      isSecret: true,
      accepts: keyText('secret', wooSays('consumerSecretMissing')),
    },
  ],
  fieldOf: {
    BAD_CREDENTIALS: 'consumerKey',
    NO_READ_PERMISSION: 'consumerKey',
    BAD_SECRET: 'consumerSecret',
  },
  keyHelp: {
    title: wooSays('keyHelpLabel'),
    steps: [
      wooSays('keyHelpSignIn'),
      wooSays('keyHelpOpen'),
      wooSays('keyHelpDescribe'),
      wooSays('keyHelpCopy'),
    ],
    note: wooSays('keyHelpNote'),
  },
  capabilities: CAPABILITIES,
  messages: cartMessages(WOOCOMMERCE, { en }),
  neverMoved: staysBehind(Object.values(FIELD_TABLES)),
  connect: createWooCommerceConnector,
})
