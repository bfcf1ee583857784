import { describe, expect, it } from 'vitest'
import { planShipments, trackingInput } from '#app/migration/shopify/order/input/shipments.ts'
import { aLine, anOrder } from '#test/helpers/records/canonical-samples.ts'

const shipment = (trackingNumber: string, lineSourceId: string, moreNumbers?: string[]) => ({
  trackingNumber,
  company: 'UPS',
  url: null,
  shippedAt: null,
  lines: [{ lineSourceId, quantity: 1 }],
  ...(moreNumbers ? { moreNumbers } : {}),
})

describe('what was sent in several parcels', () => {
  it('is one fulfilment with all their numbers, and keeps them from the next', () => {
    const order = anOrder({
      fulfillment: 'fulfilled',
      lines: ['1', '2'].map((sourceId) => aLine({ sourceId, quantity: 1 })),
      shipments: [shipment('1Z1', '1', ['1Z2']), shipment('1Z3', '2')],
    })
    const { parcels } = planShipments(order)
    expect(parcels.map((parcel) => trackingInput(parcel)?.numbers)).toEqual([
      ['1Z1', '1Z2'],
      ['1Z3'],
    ])
  })
})
