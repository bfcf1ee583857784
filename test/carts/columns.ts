import { column } from './contract/store.ts'
import type { AnyColumn } from './contract/store.ts'
import { WOOCOMMERCE } from './dialects/woocommerce/dialect.ts'
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

/** Every way each cart stands before the contract. */
export const COLUMNS: readonly AnyColumn[] = [WOOCOMMERCE_STAND_IN, WOOCOMMERCE_DIALECT]
