import { parsedOrThrow } from '../parsed.ts'
import {
  wireCreditMemo,
  wireInvoice,
  wireShipment,
} from '#app/migration/carts/magento/wire/order-documents.ts'
import { wireOrder } from '#app/migration/carts/magento/wire/order.ts'
import {
  readOrder,
  type OrderFacts,
  type OrderParts,
} from '#app/migration/carts/magento/order/to-canonical.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { subtract, sum, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { saidOf } from '../magento-said.ts'

export const FACTS: OrderFacts = {
  groups: new Map([
    [0, 'NOT LOGGED IN'],
    [1, 'General'],
    [4, 'Wholesale'],
  ]),
  regions: { US: { CA: 'California', VT: 'Vermont', WI: 'Wisconsin' } },
  fingerprintKey: 'key',
  statuses: undefined,
}

type Raw = Record<string, unknown>

export const ADDRESS = {
  firstname: 'Pat',
  lastname: 'Example',
  street: ['7 Long Rd'],
  city: 'Oakland',
  postcode: '94607',
  country_id: 'US',
  region: 'California',
  region_code: 'CA',
  telephone: '555-0142',
  email: 'pat@example.com',
}

/** An order without anything but what every order has. */
export const rawOrder = (fields: Raw = {}): Raw => ({
  entity_id: 23,
  increment_id: '000000022',
  store_id: 1,
  protect_code: 'b22563',
  state: 'new',
  status: 'pending',
  created_at: '2026-03-01 23:30:00',
  updated_at: '2026-03-02 08:00:00',
  order_currency_code: 'USD',
  base_currency_code: 'USD',
  grand_total: 0,
  customer_email: 'pat@example.com',
  customer_is_guest: 1,
  billing_address: ADDRESS,
  items: [],
  ...fields,
  extension_attributes: fields.extension_attributes ?? {
    shipping_assignments: [{ shipping: { address: ADDRESS, method: 'flatrate_flatrate' } }],
  },
})

export type RawDocuments = {
  invoices?: Raw[]
  shipments?: Raw[]
  memos?: Raw[]
  options?: OrderParts['options']
  isParentOpen?: boolean
  isNumberTaken?: boolean
}

export function partsOf(documents: RawDocuments): OrderParts {
  return {
    invoices: (documents.invoices ?? []).map((raw) => wireInvoice.parse(raw)),
    shipments: (documents.shipments ?? []).map((raw) => wireShipment.parse(raw)),
    memos: (documents.memos ?? []).map((raw) => wireCreditMemo.parse(raw)),
    options: documents.options ?? new Map(),
    isParentOpen: documents.isParentOpen ?? false,
    isNumberTaken: documents.isNumberTaken ?? false,
  }
}

export function read(
  fields: Raw = {},
  documents: RawDocuments = {},
  facts: Partial<OrderFacts> = {},
) {
  const wire = parsedOrThrow(wireOrder, rawOrder(fields))
  const { order, remarks } = readOrder(wire, partsOf(documents), { ...FACTS, ...facts })
  return { order, remarks, told: remarks.map(({ message }) => saidOf(message)) }
}

/** What the parts of an order add up to: its total, unless something stays unexplained. */
export function addedUp(order: CanonicalOrder): DecimalString {
  return subtract(
    sum([
      ...order.lines.map(({ subtotal }) => subtotal),
      ...order.fees.map(({ amount }) => amount),
      ...order.shippingLines.map(({ amount }) => amount),
      order.taxesIncluded ? '0' : order.totalTax,
    ]),
    sum(order.discounts.map(({ amount }) => amount)),
  )
}

export const attributesOf = ({ attributes }: CanonicalOrder) =>
  Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
