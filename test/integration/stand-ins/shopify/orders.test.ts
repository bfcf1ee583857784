import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  openShopifyAdmin,
  type ShopifyAdmin,
  userErrors,
} from '#test/helpers/stores/shopify-admin.ts'

const SCOPES = [
  'write_products',
  'write_customers',
  'write_orders',
  'write_order_edits',
  'read_locations',
  'write_merchant_managed_fulfillment_orders',
]

let admin: ShopifyAdmin

beforeEach(async () => {
  admin = await openShopifyAdmin(SCOPES)
})
afterEach(() => admin.close())

const usd = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } })
const amountOf = z
  .object({ shopMoney: z.object({ amount: z.string() }) })
  .transform(({ shopMoney }) => shopMoney.amount)

async function createOrder(input: object) {
  const { orderCreate } = await admin.ask(
    z.object({
      orderCreate: z.object({
        order: z.object({ id: z.string(), transactions: z.array(z.object({ id: z.string() })) }),
        userErrors: userErrors.length(0),
      }),
    }),
    `mutation ($order: OrderCreateOrderInput!) {
      orderCreate(order: $order) { order { id transactions { id } } userErrors { field message } }
    }`,
    { order: input },
  )
  return orderCreate.order
}

/** Two units at 10.00 with 2.00 of tax, paid. */
const PAID = {
  lineItems: [
    {
      title: 'Mug',
      quantity: 2,
      priceSet: usd('10.00'),
      taxLines: [{ title: 'Tax', rate: '0.1', priceSet: usd('2.00') }],
    },
  ],
  transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'manual', amountSet: usd('22.00') }],
}

const orderShape = z.object({
  closed: z.boolean(),
  note: z.string().nullable(),
  displayFinancialStatus: z.string().nullable(),
  subtotalPriceSet: amountOf,
  totalPriceSet: amountOf,
  currentTotalPriceSet: amountOf,
  currentTotalTaxSet: amountOf,
  totalOutstandingSet: amountOf,
  lineItems: z.object({
    nodes: z.array(
      z.object({ title: z.string(), quantity: z.number(), currentQuantity: z.number() }),
    ),
  }),
  fulfillmentOrders: z.object({
    nodes: z.array(
      z.object({
        status: z.string(),
        lineItems: z.object({
          nodes: z.array(z.object({ totalQuantity: z.number(), remainingQuantity: z.number() })),
        }),
      }),
    ),
  }),
})

async function readOrder(id: string) {
  const { order } = await admin.ask(
    z.object({ order: orderShape }),
    `query ($id: ID!) {
      order(id: $id) {
        closed note displayFinancialStatus
        subtotalPriceSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } }
        currentTotalPriceSet { shopMoney { amount } } currentTotalTaxSet { shopMoney { amount } }
        totalOutstandingSet { shopMoney { amount } }
        lineItems(first: 5) { nodes { title quantity currentQuantity } }
        fulfillmentOrders(first: 5) {
          nodes { status lineItems(first: 5) { nodes { totalQuantity remainingQuantity } } }
        }
      }
    }`,
    { id },
  )
  return order
}

async function begin(id: string) {
  const { orderEditBegin } = await admin.ask(
    z.object({
      orderEditBegin: z.object({
        calculatedOrder: z
          .object({
            id: z.string(),
            lineItems: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
          })
          .nullable(),
        userErrors,
      }),
    }),
    `mutation ($id: ID!) {
      orderEditBegin(id: $id) {
        calculatedOrder { id lineItems(first: 5) { nodes { id } } }
        userErrors { field message }
      }
    }`,
    { id },
  )
  const { calculatedOrder, userErrors: errors } = orderEditBegin
  return {
    id: calculatedOrder?.id ?? '',
    line: calculatedOrder?.lineItems.nodes[0]?.id ?? '',
    errors,
  }
}

/** One change of an edit: what the order would cost, or what Shopify says against it. */
async function change(field: string, args: string, variables: object) {
  const declared = Object.entries(variables).map(
    ([name, value]) => `$${name}: ${typeOf(name, value)}`,
  )
  const answer = await admin.ask(
    z.record(
      z.string(),
      z.object({
        calculatedOrder: z.object({ totalPriceSet: amountOf }).nullable(),
        userErrors,
      }),
    ),
    `mutation (${declared.join(', ')}) {
      ${field}(${args}) {
        calculatedOrder { totalPriceSet { shopMoney { amount } } }
        userErrors { field message }
      }
    }`,
    variables,
  )
  const { calculatedOrder, userErrors: errors } = answer[field] ?? { calculatedOrder: null }
  return { total: calculatedOrder?.totalPriceSet, errors }
}

function typeOf(name: string, value: unknown): string {
  if (name === 'quantity') return 'Int!'
  if (name === 'price') return 'MoneyInput!'
  return typeof value === 'string' ? 'ID!' : 'OrderEditAppliedDiscountInput!'
}

const setQuantity = (edit: { id: string; line: string }, quantity: number) =>
  change('orderEditSetQuantity', 'id: $id, lineItemId: $line, quantity: $quantity', {
    id: edit.id,
    line: edit.line,
    quantity,
  })

async function commit(id: string, notifyCustomer = false) {
  const { orderEditCommit } = await admin.ask(
    z.object({
      orderEditCommit: z.object({ successMessages: z.array(z.string()).nullable(), userErrors }),
    }),
    `mutation ($id: ID!, $notifyCustomer: Boolean) {
      orderEditCommit(id: $id, notifyCustomer: $notifyCustomer, staffNote: "From the old store") {
        successMessages userErrors { field message }
      }
    }`,
    { id, notifyCustomer },
  )
  return orderEditCommit.successMessages
}

describe('an edit of an order', () => {
  test('with fewer items lowers the current amounts, and leaves what was ordered', async () => {
    const { id } = await createOrder(PAID)
    const edit = await begin(id)
    expect(await setQuantity(edit, 1)).toEqual({ total: '11.0', errors: [] })
    expect(await readOrder(id), 'nothing happens before the commit').toMatchObject({
      currentTotalPriceSet: '22.0',
    })
    expect(await commit(edit.id)).toEqual(['Order updated'])
    expect(await readOrder(id)).toMatchObject({
      subtotalPriceSet: '20.0',
      totalPriceSet: '22.0',
      currentTotalPriceSet: '11.0',
      currentTotalTaxSet: '1.0',
      totalOutstandingSet: '-11.0',
      note: null,
      lineItems: { nodes: [{ quantity: 2, currentQuantity: 1 }] },
      fulfillmentOrders: {
        nodes: [{ lineItems: { nodes: [{ totalQuantity: 1, remainingQuantity: 1 }] } }],
      },
    })
    expect(admin.standIn.stats().emails).toBe(0)
  })

  test('with a new item raises the total, and the item has a fulfilment order of its own', async () => {
    const { id } = await createOrder(PAID)
    const edit = await begin(id)
    const added = await change(
      'orderEditAddCustomItem',
      'id: $id, title: "Gift wrap", quantity: $quantity, price: $price',
      { id: edit.id, quantity: 1, price: { amount: '5.00', currencyCode: 'USD' } },
    )
    expect(added).toEqual({ total: '27.0', errors: [] })
    await commit(edit.id)
    expect(await readOrder(id)).toMatchObject({
      totalPriceSet: '27.0',
      totalOutstandingSet: '5.0',
      displayFinancialStatus: 'PARTIALLY_PAID',
      lineItems: { nodes: [{ title: 'Mug' }, { title: 'Gift wrap', currentQuantity: 1 }] },
      fulfillmentOrders: { nodes: [{ status: 'OPEN' }, { status: 'OPEN' }] },
    })
  })

  test('lets Shopify put its own tax on what is added, where the store has taxes', async () => {
    admin.shop.taxOnEdits = { title: 'State tax', rate: 0.08 }
    const { id } = await createOrder(PAID)
    const edit = await begin(id)
    const added = await change(
      'orderEditAddCustomItem',
      'id: $id, title: "Gift wrap", quantity: $quantity, price: $price',
      { id: edit.id, quantity: 1, price: { amount: '5.00', currencyCode: 'USD' } },
    )
    expect(added.total).toBe('27.4')
  })

  test('with a discount of a line lowers the total itself', async () => {
    const { id } = await createOrder(PAID)
    const edit = await begin(id)
    const discount = await change(
      'orderEditAddLineItemDiscount',
      'id: $id, lineItemId: $line, discount: $discount',
      { id: edit.id, line: edit.line, discount: { percentValue: 50, description: 'Half' } },
    )
    expect(discount).toEqual({ total: '12.0', errors: [] })
    await commit(edit.id)
    expect(await readOrder(id)).toMatchObject({
      subtotalPriceSet: '10.0',
      totalPriceSet: '12.0',
      totalOutstandingSet: '-10.0',
    })
  })

  test('opens a closed order again, and writes to the customer only when asked to', async () => {
    const { id } = await createOrder(PAID)
    await admin.send('mutation ($id: ID!) { orderClose(input: { id: $id }) { order { id } } }', {
      id,
    })
    const silent = await begin(id)
    await setQuantity(silent, 1)
    expect(await commit(silent.id)).toEqual(['Order updated', 'Order unarchived'])
    expect((await readOrder(id)).closed).toBe(false)
    expect(admin.standIn.stats().emails).toBe(0)
    const loud = await begin(id)
    await setQuantity(loud, 2)
    expect(await commit(loud.id, true)).toEqual(['Order updated', 'Notification sent'])
    expect(admin.standIn.stats().emails).toBe(1)
  })

  test('touches nothing that was shipped', async () => {
    const { id } = await createOrder({ ...PAID, fulfillmentStatus: 'FULFILLED' })
    const { errors } = await setQuantity(await begin(id), 1)
    expect(errors).toHaveLength(1)
  })

  test('is refused for a cancelled order, and needs the scope for it', async () => {
    const { id } = await createOrder(PAID)
    await admin.send(
      `mutation ($id: ID!) {
        orderCancel(orderId: $id, restock: false, reason: OTHER) { userErrors { message } }
      }`,
      { id },
    )
    expect((await begin(id)).errors).toEqual([
      { field: null, message: 'The order cannot be edited.' },
    ])
    admin.standIn.auth.removeScope(admin.shop.domain, 'write_order_edits')
    const denied = await admin.send(
      'mutation ($id: ID!) { orderEditBegin(id: $id) { userErrors { message } } }',
      { id },
    )
    expect(denied.errors?.[0]?.message).toContain('Access denied for orderEditBegin field')
  })

  test('does not add a variant twice without being told to', async () => {
    const product = await admin.ask(
      z.object({
        productSet: z.object({
          product: z.object({
            variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
          }),
        }),
      }),
      `mutation { productSet(input: { title: "Lamp" }) {
        product { variants(first: 1) { nodes { id } } } userErrors { message }
      } }`,
    )
    const variant = product.productSet.product.variants.nodes[0]?.id ?? ''
    const { id } = await createOrder({ lineItems: [{ variantId: variant, quantity: 1 }] })
    const edit = await begin(id)
    const again = await change(
      'orderEditAddVariant',
      'id: $id, variantId: $variant, quantity: $quantity',
      { id: edit.id, variant, quantity: 1 },
    )
    expect(again.errors).toEqual([
      { field: ['id'], message: "Lamp was not added because it's already on the order." },
    ])
  })
})

describe('payments and customers of an order', () => {
  const AUTHORIZED = {
    ...PAID,
    transactions: [{ ...PAID.transactions[0], kind: 'AUTHORIZATION' }],
  }
  const voidIt = (id: string | undefined) =>
    admin.ask(
      z.object({ transactionVoid: z.object({ userErrors }) }),
      `mutation ($id: ID!) {
        transactionVoid(parentTransactionId: $id) { userErrors { field message code } }
      }`,
      { id },
    )

  test('an authorization is voided once, and the sum is outstanding again', async () => {
    const { id, transactions } = await createOrder(AUTHORIZED)
    expect(await readOrder(id)).toMatchObject({
      displayFinancialStatus: 'AUTHORIZED',
      totalOutstandingSet: '0.0',
    })
    expect((await voidIt(transactions[0]?.id)).transactionVoid.userErrors).toEqual([])
    expect(await readOrder(id)).toMatchObject({
      displayFinancialStatus: 'VOIDED',
      totalOutstandingSet: '22.0',
    })
    expect((await voidIt(transactions[0]?.id)).transactionVoid.userErrors).toMatchObject([
      { code: 'AUTH_NOT_VOIDABLE' },
    ])
  })

  test('an authorization is captured once', async () => {
    const { id, transactions } = await createOrder(AUTHORIZED)
    const capture = () =>
      admin.ask(
        z.object({ orderCapture: z.object({ userErrors }) }),
        `mutation ($input: OrderCaptureInput!) {
          orderCapture(input: $input) { userErrors { field message } }
        }`,
        { input: { id, parentTransactionId: transactions[0]?.id, amount: '22.00' } },
      )
    expect((await capture()).orderCapture.userErrors).toEqual([])
    expect((await readOrder(id)).displayFinancialStatus).toBe('PAID')
    expect((await capture()).orderCapture.userErrors).toEqual([
      { field: null, message: 'Can only capture successful authorizations' },
    ])
  })

  test('an unknown customer is refused, with no order beside the error', async () => {
    const { id } = await createOrder(PAID)
    const { orderCustomerSet } = await admin.ask(
      z.object({ orderCustomerSet: z.object({ order: z.null(), userErrors }) }),
      `mutation ($id: ID!) {
        orderCustomerSet(orderId: $id, customerId: "gid://shopify/Customer/9") {
          order { id } userErrors { field message code }
        }
      }`,
      { id },
    )
    expect(orderCustomerSet.userErrors).toMatchObject([
      { field: ['customerId'], code: 'NOT_FOUND' },
    ])
  })

  test('a time in the future becomes now', async () => {
    const { id } = await createOrder({ ...PAID, processedAt: '2031-05-01T00:00:00Z' })
    expect(admin.shop.orders.get(id)?.processedAt).toBe('2026-03-02T09:00:00Z')
  })
})

describe('fulfilment', () => {
  const fulfil = (fulfillment: object) =>
    admin.ask(
      z.object({
        fulfillmentCreate: z.object({
          fulfillment: z
            .object({
              id: z.string(),
              trackingInfo: z.array(z.record(z.string(), z.string().nullable())),
            })
            .nullable(),
          userErrors,
        }),
      }),
      `mutation ($fulfillment: FulfillmentInput!) {
        fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id trackingInfo { number url company } }
          userErrors { field message }
        }
      }`,
      { fulfillment },
    )

  const parts = async (id: string) => {
    const { order } = await admin.ask(
      z.object({
        order: z.object({
          displayFulfillmentStatus: z.string(),
          fulfillmentOrders: z.object({
            nodes: z.array(
              z.object({
                id: z.string(),
                status: z.string(),
                lineItems: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
              }),
            ),
          }),
        }),
      }),
      `query ($id: ID!) {
        order(id: $id) {
          displayFulfillmentStatus
          fulfillmentOrders(first: 5) {
            nodes { id status lineItems(first: 5) { nodes { id } } }
          }
        }
      }`,
      { id },
    )
    return { status: order.displayFulfillmentStatus, nodes: order.fulfillmentOrders.nodes }
  }

  test('goes in several shipments, each with its own numbers, which can be replaced', async () => {
    const { id } = await createOrder(PAID)
    const [part] = (await parts(id)).nodes
    const shipment = (numbers: string[]) => ({
      trackingInfo: { numbers, company: 'Hermes' },
      lineItemsByFulfillmentOrder: [
        {
          fulfillmentOrderId: part?.id,
          fulfillmentOrderLineItems: [{ id: part?.lineItems.nodes[0]?.id, quantity: 1 }],
        },
      ],
    })
    const first = (await fulfil(shipment(['H1', 'H2']))).fulfillmentCreate
    expect(first.fulfillment?.trackingInfo).toEqual([
      { number: 'H1', url: null, company: 'Hermes' },
      { number: 'H2', url: null, company: 'Hermes' },
    ])
    expect((await parts(id)).status).toBe('PARTIALLY_FULFILLED')
    await fulfil(shipment(['H3']))
    expect((await parts(id)).status).toBe('FULFILLED')
    expect(admin.shop.orders.get(id)?.fulfillments).toHaveLength(2)
    await admin.send(
      `mutation ($id: ID!) {
        fulfillmentTrackingInfoUpdate(
          fulfillmentId: $id, trackingInfoInput: { number: "U1", company: "UPS" }
        ) { userErrors { message } }
      }`,
      { id: first.fulfillment?.id },
    )
    expect(admin.shop.orders.get(id)?.fulfillments[0]?.tracking).toEqual([
      { number: 'U1', company: 'UPS', url: 'https://www.ups.com/track?tracknum=U1' },
    ])
    expect(admin.standIn.stats().emails).toBe(0)
  })

  test('an app sees only the parts that its scopes are for', async () => {
    const printer = [...admin.shop.locationList.values()][1]
    if (!printer) throw new Error('no second location')
    printer.managedBy = 'third_party'
    const { productSet } = await admin.ask(
      z.object({
        productSet: z.object({
          product: z.object({
            variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
          }),
        }),
      }),
      `mutation ($input: ProductSetInput!) {
        productSet(input: $input) {
          product { variants(first: 1) { nodes { id } } } userErrors { message }
        }
      }`,
      {
        input: {
          title: 'Printed shirt',
          productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
          variants: [
            {
              optionValues: [{ optionName: 'Title', name: 'Default Title' }],
              inventoryQuantities: [{ locationId: printer.id, name: 'available', quantity: 5 }],
            },
          ],
        },
      },
    )
    const variantId = productSet.product.variants.nodes[0]?.id
    const { id } = await createOrder({
      lineItems: [
        { title: 'Mug', quantity: 1, priceSet: usd('10.00') },
        { variantId, quantity: 1, priceSet: usd('20.00') },
      ],
    })
    const all = admin.shop.orders.get(id)?.fulfillmentOrders ?? []
    const [own, theirs] = all
    expect(all.map(({ managedBy }) => managedBy)).toEqual(['merchant', 'third_party'])
    expect((await parts(id)).nodes.map((node) => node.id)).toEqual([own?.id])
    const refused = await fulfil({
      lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: theirs?.id }],
    })
    expect(refused.fulfillmentCreate.userErrors).toEqual([
      { field: ['fulfillment'], message: 'Fulfillment order does not exist.' },
    ])
    await fulfil({ lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: own?.id }] })
    expect((await parts(id)).status).toBe('PARTIALLY_FULFILLED')
  })

  test('what is on hold is not shipped', async () => {
    const { id } = await createOrder(PAID)
    const [part] = (await parts(id)).nodes
    await admin.send(
      `mutation ($id: ID!) {
        fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "h" }) {
          userErrors { message }
        }
      }`,
      { id: part?.id },
    )
    expect((await parts(id)).nodes[0]?.status).toBe('ON_HOLD')
    const refused = await fulfil({
      lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: part?.id }],
    })
    expect(refused.fulfillmentCreate.userErrors[0]?.message).toContain('status= on_hold')
  })

  test('a cancelled shipment can be sent again', async () => {
    const { id } = await createOrder(PAID)
    const [part] = (await parts(id)).nodes
    const sent = await fulfil({ lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: part?.id }] })
    await admin.send(
      'mutation ($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }',
      {
        id: sent.fulfillmentCreate.fulfillment?.id,
      },
    )
    const after = await parts(id)
    expect(after.status).toBe('UNFULFILLED')
    expect(after.nodes.map(({ status }) => status)).toEqual(['CLOSED', 'OPEN'])
  })
})
