import { defect, LIVED } from './defect.ts'

/** What an old store says, and when. */
export const OF_OLD_STORES = [
  defect(
    {
      name: 'a row hides its prices',
      says: 'A comparison does not see a price that changed without a date.',
      ...LIVED,
    },
    {
      file: 'app/migration/carts/woocommerce/lists/row-hashes.ts',
      find: 'prices: [wire.price, wire.regular_price, wire.sale_price, wire.on_sale],',
      put: 'prices: [],',
    },
    {
      file: 'app/migration/carts/woocommerce/lists/row-hashes.ts',
      find: 'variants: variants.map(({ inventory: _stock, ...variant }) => variant),',
      put: 'variants: variants.map(({ inventory: _stock, price: _price, compareAtPrice: _before, ...variant }) => variant),',
    },
  ),
  defect(
    {
      name: 'a short list is believed',
      says: 'Records that a list lacks pass for deleted, however many.',
      ...LIVED,
    },
    {
      file: 'app/migration/engine/run/short-list.server.ts',
      find: '  if (listed === 0) return expected >= SMALLEST\n  return expected - listed >= Math.max(FEW, expected / 2)',
      put: '  return false',
    },
  ),
  defect(
    {
      name: 'an old answer is believed',
      says: 'An answer from a cache, older than the list, passes for the record.',
      ...LIVED,
    },
    {
      file: 'app/migration/carts/kit/lists/record-reader.ts',
      find: 'if (!isOlder(row)) return row',
      put: 'return row',
    },
    {
      file: 'app/migration/engine/run/whole-list.server.ts',
      find: 'if (suspect.length === 0) return first',
      put: 'return first',
    },
  ),
  defect(
    {
      name: 'the last second of a page is done',
      says: 'What changed in the same second as the last row of a page is left out.',
      focus: ['sourceEqualSeconds'],
      moments: ['changes in the last second of a window'],
    },
    {
      file: 'app/migration/carts/kit/lists/walk-changed.ts',
      find: "const next: Cursor = { at: 'walk', after: last - 1, seen: border }",
      put: "const next: Cursor = { at: 'walk', after: last, seen: border }",
    },
  ),
]
