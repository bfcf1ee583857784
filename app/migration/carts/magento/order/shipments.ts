import type { CanonicalShipment } from '#app/migration/kinds/order/order.ts'
import { orNull } from '../../kit/text/text.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireShipment, WireTrack } from '../wire/order-documents.ts'
import type { Family } from './lines/families.ts'
import { piecesCounter } from './lines/pieces.ts'

type Shipments = {
  shipments: CanonicalShipment[]
  /** A parcel held a part of a bundle, of which Shopify knows the whole alone. */
  heldParts: boolean
}

/**
 * The order's parcels, oldest first. One without a number goes by that of its shipment, because
 * Shopify would not be known to have it otherwise; the last one of an order that was sent needs none:
 * it is whatever is in no other.
 */
export function toShipments(
  wires: readonly WireShipment[],
  families: readonly Family[],
  isAllSent: boolean,
): Shipments {
  const counter = piecesCounter(families)
  let heldParts = false
  const parcels = wires
    .toSorted(
      (a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '') || a.entity_id - b.entity_id,
    )
    .map((wire) => {
      const { pieces, isPartial } = counter.add(wire.items)
      heldParts ||= isPartial
      return {
        wire,
        pieces,
        tracks: wire.tracks.filter(({ track_number }) => orNull(track_number)),
      }
    })
  const last = parcels.at(-1)
  return {
    heldParts,
    shipments: parcels.flatMap(({ wire, pieces, tracks }): CanonicalShipment[] => {
      const [first, ...others] = tracks.map(({ track_number }) => track_number.trim())
      if (first === undefined && (pieces.size === 0 || (isAllSent && wire === last?.wire)))
        return []
      return [
        {
          trackingNumber: first ?? (orNull(wire.increment_id) || String(wire.entity_id)),
          ...(others.length > 0 ? { moreNumbers: others } : {}),
          company: companies(tracks),
          url: null,
          shippedAt: fromGmt(wire.created_at),
          lines:
            wire.items.length === 0
              ? null
              : [...pieces].map(([{ root }, quantity]) => ({
                  lineSourceId: String(root.item_id),
                  quantity,
                })),
        },
      ]
    }),
  }
}

/** What Magento ships with; what people enter by hand is "custom" and bears its name as title. */
const CARRIERS: ReadonlyMap<string, string> = new Map([
  ['ups', 'UPS'],
  ['usps', 'USPS'],
  ['fedex', 'FedEx'],
  ['dhl', 'DHL'],
  ['dhlint', 'DHL'],
])

/** One name, because Shopify takes no more for a parcel. */
function companies(tracks: readonly WireTrack[]): string | null {
  const names = tracks.flatMap(
    ({ carrier_code, title }) =>
      CARRIERS.get(carrier_code.trim().toLowerCase()) ??
      orNull(title) ??
      (carrier_code === 'custom' ? [] : (orNull(carrier_code) ?? [])),
  )
  return orNull([...new Set(names)].join(', '))
}
