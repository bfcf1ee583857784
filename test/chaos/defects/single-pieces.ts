import { defect, EDITED, LIVED } from './defect.ts'

/** One piece among several that are alike, or one field only when it changes. */
export const OF_SINGLE_PIECES = [
  defect(
    {
      name: 'kept and not told',
      says: 'Where both stores changed a field, the merchant’s stays and nobody hears of it.',
      ...LIVED,
    },
    {
      file: 'app/migration/engine/record/settle/issues.ts',
      find: "    severity: 'conflict',\n  }\n}\n\n/** The project's options",
      put: "    severity: 'note',\n  }\n}\n\n/** The project's options",
    },
  ),
  defect(
    {
      name: 'refund of another line',
      says: 'The pieces that came back are those of the order’s last line.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/refunds.ts',
      find: 'firstPieces(pieces?.get(lineSourceId) ?? [], quantity)',
      put: 'firstPieces([...(pieces?.values() ?? [])].at(-1) ?? [], quantity)',
    },
  ),
  defect(
    {
      name: 'taxes of the shipping lost',
      says: 'What was paid for shipping carries no tax.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: 'taxLines: taxLines(money, line.taxes, shop.shipping[at]?.taxes ?? line.taxes),',
      put: 'taxLines: [],',
    },
  ),
  defect(
    {
      name: 'tracking lost',
      says: 'Parcels arrive without their numbers.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/steps/fulfill-order.server.ts',
      find: '      ...(trackingInfo ? { trackingInfo } : {}),\n',
      put: '',
    },
  ),
  defect(
    {
      name: 'weighed in kilograms',
      says: 'Whatever unit the old store weighs in, Shopify is told kilograms.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/variants/variant-input.ts',
      find: 'weight: { value: Number(variant.weight.value), unit: variant.weight.unit },',
      put: "weight: { value: Number(variant.weight.value), unit: 'KILOGRAMS' },",
    },
  ),
  defect(
    {
      name: 'phone of an address lost',
      says: 'Addresses arrive without the phone number in them.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/carts/woocommerce/customer/to-canonical.ts',
      find: 'phone: wire.phone.trim(),',
      put: "phone: '',",
    },
  ),
  defect(
    {
      name: 'text of the second picture lost',
      says: 'Only the first picture of a product has its text.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/input.ts',
      find: 'alt: shorten(image.alt, MAX_ALT), contentType',
      put: "alt: images.indexOf(image) === 1 ? '' : shorten(image.alt, MAX_ALT), contentType",
    },
  ),
  defect(
    {
      name: 'a married name is not brought',
      says: 'A last name that changes stays as it was.',
      ...EDITED,
    },
    {
      file: 'app/migration/shopify/customer/update-customers.server.ts',
      find: "if (changed.has('lastName')) input.lastName = wanted.lastName ?? ''\n",
      put: '',
    },
  ),
  defect(
    {
      name: 'a row of a person is its date',
      says: 'A customer who moved without a date is not read again.',
      ...EDITED,
    },
    {
      file: 'app/migration/carts/woocommerce/lists/row-hashes.ts',
      find: 'return fingerprint(key, { date: wire.date_modified_gmt, customer })',
      put: 'return fingerprint(key, { date: wire.date_modified_gmt })',
    },
  ),
  defect(
    {
      name: 'hidden statuses are not asked for',
      says: 'Orders in a plugin’s status are left out where orders are posts.',
      ...EDITED,
    },
    {
      file: 'app/migration/carts/woocommerce/order/status-filters.server.ts',
      find: 'return slugs.length === 0 ? [filter]',
      put: 'return slugs.length < 99 ? [filter]',
    },
  ),
  defect(
    {
      name: 'only an empty list is doubted',
      says: 'A list that lost nearly everything passes for all there is.',
      ...EDITED,
    },
    {
      file: 'app/migration/engine/run/short-list.server.ts',
      find: '  return expected - listed >= Math.max(FEW, expected / 2)',
      put: '  return false',
    },
  ),
  defect(
    {
      name: 'a variant keeps its old barcode',
      says: 'A barcode that changes stays as it was.',
      ...EDITED,
    },
    {
      file: 'app/migration/shopify/product/variants/variant-input.ts',
      find: "if (changed.has('barcode')) input.barcode = acceptableBarcode(variant.barcode)\n",
      put: '',
    },
  ),
]
