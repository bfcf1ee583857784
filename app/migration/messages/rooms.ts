import { ENGINE } from './engine.ts'
import { KIT } from './kit.ts'
import type { Grammar, Sentences } from './language.ts'
import { DECISIONS } from './decisions.ts'
import { VERIFICATION } from './verification.ts'
import { PROJECTS } from './projects.ts'
import { RUNS } from './runs.ts'
import { SHOPIFY } from './shopify.ts'
import { PRODUCTS } from './products.ts'
import { CUSTOMERS } from './customers.ts'
import { ORDERS } from './orders.ts'

/** What everybody tells but single carts, by the room that keys begin with. */
export const ROOMS = {
  engine: ENGINE,
  kit: KIT,
  decisions: DECISIONS,
  verification: VERIFICATION,
  projects: PROJECTS,
  runs: RUNS,
  shopify: SHOPIFY,
  products: PRODUCTS,
  customers: CUSTOMERS,
  orders: ORDERS,
} as const

/** All a language brings; a cart brings its own sentences (`CartDefinition.messages`). */
export type Language = Grammar & {
  rooms: { readonly [Room in keyof typeof ROOMS]: Sentences<(typeof ROOMS)[Room]> }
  /** Said of a message that this version cannot say. */
  notKnown(key: string): string
}
