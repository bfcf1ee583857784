import { column } from './contract/store.ts'
import type { AnyColumn } from './contract/store.ts'
import { MAGENTO } from './dialects/magento/dialect.ts'
import { WOOCOMMERCE } from './dialects/woocommerce/dialect.ts'
import { connectMagento } from './magento-connector.ts'
import { openRecordedMagento } from './replay/magento.ts'
import { openRecordedWooCommerce } from './replay/woocommerce.ts'
import { openStore } from './store/open-store.ts'
import { connectWooCommerce } from './woocommerce-connector.ts'
import { startWooHarness } from './woocommerce-harness.ts'

/** WooCommerce's rich stand-in, the one of the demo and the chaos, over HTTP. */
export const WOOCOMMERCE_STAND_IN = column({
  cart: 'woocommerce stand-in',
  cannot: {},
  limits: {},
  open: () => startWooHarness(),
})

export const WOOCOMMERCE_DIALECT = column({
  cart: 'woocommerce dialect',
  cannot: {},
  limits: {},
  open: () => Promise.resolve(openStore(WOOCOMMERCE, connectWooCommerce)),
})

export const MAGENTO_DIALECT = column({
  cart: 'magento dialect',
  cannot: {},
  limits: {},
  open: () => Promise.resolve(openStore(MAGENTO, connectMagento)),
})

const NOBODY_WORKS = 'never recorded: nobody works in a recording'

/** What no recorded store can be made to do. */
const NOTHING_HAPPENS = {
  advance: NOBODY_WORKS,
  skew: NOBODY_WORKS,
  showClock: NOBODY_WORKS,
  create: NOBODY_WORKS,
  edit: NOBODY_WORKS,
  editQuietly: NOBODY_WORKS,
  dateBack: NOBODY_WORKS,
  remove: NOBODY_WORKS,
  hide: NOBODY_WORKS,
  show: NOBODY_WORKS,
  part: NOBODY_WORKS,
  orderAsGuest: NOBODY_WORKS,
  afterEachList: NOBODY_WORKS,
  corrupt: 'never recorded: a record that cannot be read',
  miscount: 'never recorded: a list that counts wrong',
  withhold: 'never recorded: a list that counts what it does not show',
  repeatPages: 'never recorded: a list whose pages are all the first',
  revokeCredentials: NOBODY_WORKS,
}

/** WooCommerce 9.9.5 as it was recorded. */
export const WOOCOMMERCE_REPLAY = column({
  cart: 'woocommerce replay',
  cannot: {
    ...NOTHING_HAPPENS,
    ofOldVersion: 'never recorded: another version than 9.9.5',
  },
  limits: {
    'check.broken_answer': 'never recorded: what a site without pretty permalinks answers',
  },
  open: () => Promise.resolve(openRecordedWooCommerce()),
})

/** Magento 2.4.6 as it was recorded. */
export const MAGENTO_REPLAY = column({
  cart: 'magento replay',
  cannot: {
    ...NOTHING_HAPPENS,
    withWrongSecret: 'never recorded: what a signature that does not fit is told',
    withoutRightToRead: 'never recorded: a token that may read some of it',
    ofOldVersion: 'never recorded: another version than 2.4.6',
  },
  limits: {},
  open: () => Promise.resolve(openRecordedMagento()),
})

/** Every way each cart stands before the contract. */
export const COLUMNS: readonly AnyColumn[] = [
  WOOCOMMERCE_STAND_IN,
  WOOCOMMERCE_REPLAY,
  WOOCOMMERCE_DIALECT,
  MAGENTO_DIALECT,
  MAGENTO_REPLAY,
]
