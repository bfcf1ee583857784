import { column } from './contract/store.ts'
import type { AnyColumn } from './contract/store.ts'
import { startWooHarness } from './woocommerce-harness.ts'

/** WooCommerce's rich stand-in, the one of the demo and the chaos, over HTTP. */
export const WOOCOMMERCE_STAND_IN = column({
  cart: 'woocommerce stand-in',
  cannot: {},
  limits: {},
  open: () => startWooHarness(),
})

/** Every way each cart stands before the contract. */
export const COLUMNS: readonly AnyColumn[] = [WOOCOMMERCE_STAND_IN]
