import type { Wire } from '../../carts/store/dialect.ts'
import type { RawAnswer } from '../woocommerce/rest/raw.ts'
import type { Integration } from './rest/auth.ts'

/** Tables of the store, in Magento's own names where it has them. */
export const TABLES = [
  'products',
  'categories',
  'attributes',
  'customers',
  'groups',
  'orders',
  'invoices',
  'shipments',
  'creditmemos',
] as const
export type Table = (typeof TABLES)[number]

/** Rows a store answers exactly as they are written here, whatever is wrong with them. */
export type RowStore = {
  tables: Record<Table, Map<number, Wire>>
  /** By SKU; what is not here has none of its own. */
  stock: Map<string, Wire>
  /** Rows the store cannot build, as "orders 101": whatever shows one fails. */
  broken: Set<string>
  settings: StoreSettings
  integrations: Integration[]
  /** What is done to whole answers; the first that fits counts. */
  answers: RawAnswer[]
  now(): number
}

export type StoreSettings = {
  url: string
  currency: string
  timezone: string
  weightUnit: 'kgs' | 'lbs'
  /** Of the first website unless they say otherwise. */
  views: { id: number; code: string; name: string; websiteId: number; currency: string }[]
  version: string
  /** Since 2.4.4 a token may not stand alone unless the store says so. */
  takesBearer: boolean
}

export function createRowStore(
  settings: StoreSettings,
  integrations: Integration[],
  time: { now(): number },
): RowStore {
  const table = () => new Map<number, Wire>()
  return {
    tables: {
      products: table(),
      categories: table(),
      attributes: table(),
      customers: table(),
      groups: table(),
      orders: table(),
      invoices: table(),
      shipments: table(),
      creditmemos: table(),
    },
    stock: new Map(),
    broken: new Set(),
    settings,
    integrations,
    answers: [],
    now: time.now,
  }
}
