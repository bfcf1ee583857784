import { cartMessages, defineCart, type Accepts } from '../cart.ts'
import { keyText } from '../kit/key-text.ts'
import { staysBehind } from '../kit/wire/field-table.ts'
import { capabilitiesOf } from './capabilities.ts'
import { createMagentoConnector } from './connector.server.ts'
import { FIELD_TABLES } from './fields/tables.ts'
import { MAGENTO_KINDS } from './kinds.ts'
import { en } from './messages/en.ts'
import { MAGENTO, magentoSays } from './messages/magento.ts'

const MISSING = magentoSays('accessTokenMissing')

/** Nothing is something here: a token may stand alone, and a store has a view that it shows first. */
const orNothing =
  (accepts: Accepts): Accepts =>
  (typed) =>
    typed.trim() === '' ? { value: '' } : accepts(typed)

/** As Magento checks the codes of its views; it goes into addresses. */
const VIEW_CODE = /^[a-z]\w{0,31}$/i

const viewCode: Accepts = (typed) => {
  const value = typed.trim()
  return VIEW_CODE.test(value) ? { value } : { wrong: magentoSays('storeViewNotCode') }
}

const CAPABILITIES = capabilitiesOf(MAGENTO_KINDS)

export const magento = defineCart({
  id: 'magento',
  name: 'Magento',
  fields: [
    {
      name: 'accessToken',
      label: magentoSays('accessTokenLabel'),
      placeholder: '',
      isSecret: true,
      accepts: keyText('token', MISSING),
    },
    {
      name: 'accessTokenSecret',
      label: magentoSays('accessTokenSecretLabel'),
      placeholder: '',
      isSecret: true,
      accepts: orNothing(keyText('secret', MISSING)),
    },
    {
      name: 'consumerKey',
      label: magentoSays('consumerKeyLabel'),
      placeholder: '',
      isSecret: false,
      accepts: orNothing(keyText('key', MISSING)),
    },
    {
      name: 'consumerSecret',
      label: magentoSays('consumerSecretLabel'),
      placeholder: '',
      isSecret: true,
      accepts: orNothing(keyText('secret', MISSING)),
    },
    {
      name: 'storeView',
      label: magentoSays('storeViewLabel'),
      placeholder: 'default',
      isSecret: false,
      accepts: orNothing(viewCode),
    },
  ],
  fieldOf: {
    BAD_CREDENTIALS: 'accessToken',
    NO_READ_PERMISSION: 'accessToken',
    BAD_SECRET: 'consumerSecret',
  },
  keyHelp: {
    title: magentoSays('keyHelpLabel'),
    steps: [
      magentoSays('keyHelpSignIn'),
      magentoSays('keyHelpAdd'),
      magentoSays('keyHelpRights'),
      magentoSays('keyHelpActivate'),
    ],
    note: magentoSays('keyHelpNote'),
  },
  capabilities: CAPABILITIES,
  messages: cartMessages(MAGENTO, { en }),
  neverMoved: staysBehind(Object.values(FIELD_TABLES)),
  connect: (connection, deps) =>
    createMagentoConnector(MAGENTO_KINDS, CAPABILITIES, connection, deps),
})
