import { z } from 'zod'
import { customer, money, NO_QUERY, order, plainProduct, product, type Scenes } from '../scene.ts'

const MADE_UP_NAME = 'made-up location names'
const NO_EVENTS = 'fulfilment events are not modelled'
const NO_COMPANIES = 'companies and draft orders are not modelled'

const soldLine = z.object({ title: z.string(), quantity: z.number(), sku: z.string().nullable() })

export const ORDER_SCENES: Scenes = {
  'orders/order-edit-commit-messages': {},
  'orders/order-edit-money': {},
  'orders/order-edit-user-errors': {},
  'orders/order-edit-history-and-fulfillment-orders': {
    async before(replay) {
      const begun = 'data.orderEditBegin.calculatedOrder.lineItems.nodes.0'
      const line = soldLine.parse(replay.recordedValue('begin.response.payload', begun))
      await order(
        replay,
        { order: replay.recorded('begin.response.payload', 'variables.id') },
        { currency: 'CAD', lineItems: [{ ...line, priceSet: money('10.00') }] },
      )
      const step = 'addVariant.response.payload'
      const added = 'data.orderEditAddVariant.calculatedLineItem'
      await product(
        replay,
        { variants: [replay.recorded(step, 'variables.variantId')] },
        {
          ...plainProduct,
          title: replay.recorded(step, `${added}.title`),
          productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
          variants: [
            {
              optionValues: [{ optionName: 'Title', name: 'Default Title' }],
              price: replay.recorded(step, `${added}.originalUnitPriceSet.shopMoney.amount`),
              sku: replay.recorded(step, `${added}.sku`),
            },
          ],
        },
      )
    },
    differs: { 'data.order.events.nodes[0].message': 'the name of the recorded app' },
  },
  'orders/order-customer-set-and-remove': {
    async before(replay) {
      const step = 'mutation.response'
      const set = 'data.orderCustomerSet.order'
      const [firstName, lastName] = replay.recorded(step, `${set}.customer.displayName`).split(' ')
      await order(
        replay,
        { order: replay.recorded(step, 'variables.orderId') },
        {
          currency: 'USD',
          lineItems: [{ title: 'Line', quantity: 1, priceSet: money('15.00', 'USD') }],
        },
      )
      await customer(replay, replay.recorded(step, 'variables.customerId'), {
        firstName,
        lastName,
        email: replay.recorded(step, `${set}.customer.email`),
      })
    },
    skip: {
      'downstreamRead.response': NO_QUERY,
      'setup.companyCreate.response.body': NO_COMPANIES,
      'setup.assignNoRoleContact.response.body': NO_COMPANIES,
      'setup.b2bDraftOrderCreate.response.body': NO_COMPANIES,
      'setup.b2bDraftOrderComplete.response.body': NO_COMPANIES,
      'cases.setB2bNoRole.response.body': NO_COMPANIES,
      'cases.removeB2bOrder.response.body': NO_COMPANIES,
    },
  },
  'orders/order-payment-transactions': {},
  'orders/fulfillment-order-holds': {
    async before(replay) {
      const line = 'variables.order.lineItems.0.variantId'
      await product(replay, { variants: [replay.recorded('setup.create.response.payload', line)] })
    },
    differs: { 'data.fulfillmentOrder.assignedLocation': MADE_UP_NAME },
  },
  'orders/fulfillment-several-tracking-numbers': {
    differs: {
      'data.fulfillmentOrder.assignedLocation': MADE_UP_NAME,
      'data.fulfillmentOrder.supportedActions':
        'why this one order cannot report progress was not recorded',
    },
  },
  'orders/fulfillment-state-preconditions': {
    skip: { 'eventOnCancelled.response': NO_EVENTS, 'deliveredEventCreate.response': NO_EVENTS },
  },
  'orders/order-delete': {},
  'orders/order-update-many-lines': {},
}
