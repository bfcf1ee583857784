import {
  LAGGING_TOTAL,
  later,
  learnLocation,
  locationId,
  money,
  NO_QUERY,
  OLD_COST,
  order,
  OTHER_QUERY,
  plainProduct,
  product,
  sale,
  type Scenes,
  stored,
} from './scene.ts'

export const ORDER_SCENES: Scenes = {
  'orders/order-create-math': {},
  'orders/order-create-full-import': {
    async before(replay) {
      const variant = replay.recorded('mutation.response', 'variables.order.lineItems.0.variantId')
      await product(replay, { variants: [variant] })
    },
    differs: { 'requested cost': OLD_COST },
  },
  'orders/order-create-presentment-currency': {
    async before(replay) {
      // The only rate that turns both recorded amounts into the recorded ones.
      stored(replay).exchangeRates['USD/CAD'] = 1.4192
    },
  },
  'orders/order-create-inventory-effects': {
    locations: 3,
    async before(replay) {
      const read = 'workflow.afterOrderInventoryRead.response'
      const level = 'data.inventoryItem.inventoryLevels.nodes.0.location'
      learnLocation(
        replay,
        replay.recorded(read, `${level}.id`),
        0,
        replay.recorded(read, `${level}.name`),
      )
      const variant = (quantities: unknown[]) => ({
        ...plainProduct,
        productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
        variants: [
          {
            optionValues: [{ optionName: 'Title', name: 'Default Title' }],
            inventoryItem: { tracked: true },
            inventoryQuantities: quantities,
          },
        ],
      })
      const line = 'variables.order.lineItems.0.variantId'
      await product(
        replay,
        {
          variants: [replay.recorded('workflow.orderCreateDefaultLocation.response', line)],
          items: [replay.recorded(read, 'variables.item')],
        },
        variant([]),
      )
      await product(
        replay,
        {
          product: replay.recorded(
            'workflow.afterColdVariantOrderProductRead.response',
            'variables.id',
          ),
          variants: [replay.recorded('workflow.coldVariantOrderCreate.response', line)],
          items: [
            replay.recorded(
              'workflow.afterColdVariantOrderInventoryRead.response',
              'variables.item',
            ),
          ],
        },
        variant([
          { name: 'available', locationId: locationId(replay, 1), quantity: 5 },
          { name: 'available', locationId: locationId(replay, 2), quantity: 0 },
        ]),
      )
    },
    differs: {
      'data.product.totalInventory': LAGGING_TOTAL,
      'data.inventoryItem.inventoryLevels.nodes[1].location.name': 'made-up location names',
      'data.inventoryItem.inventoryLevels.nodes[2].location.name': 'made-up location names',
    },
  },
  'orders/order-mark-as-paid': {
    async before(replay) {
      for (const step of ['setup.unpaid.response', 'setup.multiCurrency.response']) {
        await order(
          replay,
          { order: replay.recorded(step, 'data.orderCreate.order.id') },
          replay.recordedValue(step, 'variables.order'),
        )
      }
    },
    skip: { 'setup.unpaid.response': NO_QUERY, 'setup.multiCurrency.response': NO_QUERY },
  },
  'orders/order-update-and-search': {
    at: { 'operations.downstreamRead.response.payload': later(10_000) },
  },
  'orders/order-update-validation': {},
  'orders/order-cancel-errors': {
    async before(replay) {
      const input = { lineItems: [{ title: 'Line', quantity: 1, priceSet: money('1.00') }] }
      for (const step of [
        'setup.setupCancel.response.payload',
        'expected.staffNoteTooLong.response.payload',
      ]) {
        await order(replay, { order: replay.recorded(step, 'variables.orderId') }, input)
      }
    },
    skip: { 'expected.staffNoteTooLong.response.payload': 'the recorded note was shortened' },
  },
  'orders/order-cancel-and-close': {
    async before(replay) {
      await order(
        replay,
        { order: replay.recorded('mutation.response', 'variables.orderId') },
        {
          lineItems: [{ title: 'Line', quantity: 2, priceSet: money('10.00') }],
          transactions: [sale(money('20.00'))],
        },
      )
      await order(
        replay,
        { order: replay.recorded('mutation.response', 'variables.input.id', 1) },
        {
          currency: 'USD',
          lineItems: [{ title: 'Line', quantity: 1, priceSet: money('12.00', 'USD') }],
        },
      )
    },
    differs: {
      'data.order.fulfillmentOrders.nodes[0].lineItems.nodes[0].lineItem.title':
        'the title was not recorded',
    },
  },
  'orders/refund-errors': {
    async before(replay) {
      const parent = 'variables.input.transactions.0.parentId'
      const made = await order(
        replay,
        {
          order: replay.recorded('overRefundQuantityLineItem.response', 'variables.input.orderId'),
          line: replay.recorded(
            'overRefundQuantityLineItem.response',
            'variables.input.refundLineItems.0.lineItemId',
          ),
          transaction: replay.recorded('overRefundAmountNoAllow.response', parent),
        },
        {
          lineItems: [{ title: 'Line', quantity: 2, priceSet: money('22.50') }],
          transactions: [sale(money('45.00'))],
        },
      )
      await replay.call(
        `mutation ($input: RefundInput!) {
          refundCreate(input: $input) @idempotent(key: "setup") { userErrors { message } }
        }`,
        {
          input: {
            orderId: made.id,
            transactions: [
              {
                orderId: made.id,
                amount: '10.00',
                gateway: 'manual',
                kind: 'REFUND',
                parentId: made.transactions[0]?.id,
              },
            ],
          },
        },
      )
    },
    differs: { 'requested cost: recorded 33, ours 20': OTHER_QUERY },
  },
  'orders/refund-partial-with-restock': {
    async before(replay) {
      const step = 'mutation.response'
      const line = 'variables.input.refundLineItems.0'
      learnLocation(replay, replay.recorded(step, `${line}.locationId`))
      await order(
        replay,
        {
          order: replay.recorded(step, 'variables.input.orderId'),
          line: replay.recorded(step, `${line}.lineItemId`),
          transaction: replay.recorded(step, 'variables.input.transactions.0.parentId'),
        },
        {
          lineItems: [
            {
              title: replay.recorded(
                step,
                'data.refundCreate.refund.refundLineItems.nodes.0.lineItem.title',
              ),
              quantity: 2,
              priceSet: money('10.00'),
            },
          ],
          shippingLines: [{ title: 'Standard', priceSet: money('5.00') }],
          transactions: [sale(money('25.00'))],
        },
      )
    },
    differs: {
      'data.refundCreate.refund.refundLineItems.nodes[0].restocked':
        'recorded with a field that the query kept beside it does not select',
    },
  },
  'orders/refund-transactions-2026-04': {
    async before(replay) {
      for (const step of ['invalidKind.response', 'happyPath.response']) {
        const given = 'variables.input.transactions.0'
        await order(
          replay,
          {
            order: replay.recorded(step, 'variables.input.orderId'),
            transaction: replay.recorded(step, `${given}.parentId`),
          },
          {
            lineItems: [{ title: 'Line', quantity: 1, priceSet: money('10.00') }],
            transactions: [sale(money('10.00'), replay.recorded(step, `${given}.gateway`))],
          },
        )
      }
    },
  },
  'orders/fulfillment-create': {
    at: {
      'cases.cancelled.response': async (replay) => {
        const last = [...stored(replay).orders.keys()].at(-1)
        await replay.call(
          `mutation ($id: ID!) {
            orderCancel(orderId: $id, restock: false, reason: OTHER) {
              orderCancelUserErrors { message }
            }
          }`,
          { id: last },
        )
      },
      'cases.closed.response': async (replay) => {
        const last = [...stored(replay).orders.values()].at(-1)
        await replay.call(
          `mutation ($fulfillment: FulfillmentInput!) {
            fulfillmentCreate(fulfillment: $fulfillment) { userErrors { message } }
          }`,
          {
            fulfillment: {
              lineItemsByFulfillmentOrder: last?.fulfillmentOrders.map(({ id }) => ({
                fulfillmentOrderId: id,
              })),
            },
          },
        )
      },
    },
  },
  'orders/orders-search-and-count': {
    skip: { '*': 'reads a catalogue of the recorded store that is not in the recording' },
  },
}
