import { askedOnce } from '../../kit/asked-once.ts'
import { readProductFacts } from '../facts/product-facts.server.ts'
import { createStockReader } from '../facts/stock.server.ts'
import type { MagentoKind, MagentoKindInStore, MagentoStore } from '../magento-kind.ts'
import { magentoSays } from '../messages/magento.ts'
import { SECOND } from '../time.ts'
import { childrenReader } from './children.server.ts'
import { readFamilies } from './families.server.ts'
import { productReader } from './product-reader.server.ts'

/** Products; the children of configurable ones are their variants and no records of their own. */
export const product: MagentoKind = {
  kind: 'product',
  path: 'products',
  summaryFields: 'updated_at,type_id',
  idField: 'id',
  right: 'products',
  siteField: 'website_id',
  // Its address is made of its SKU.
  own: null,
  capability: {
    changesFoundBy: magentoSays('productsFoundBy'),
    onlyComparisonSees: [
      magentoSays('blindPriceImports'),
      magentoSays('blindCategoryLinks'),
      magentoSays('blindRenamedAttributes'),
      magentoSays('blindDeletedProducts'),
      magentoSays('blindUndatedProducts'),
    ],
    cannotSee: [
      magentoSays('blindStock'),
      magentoSays('blindPriceRules'),
      magentoSays('blindPricesWithTax'),
      magentoSays('blindPictures'),
    ],
    deletesVisible: false,
    listedWhole: false,
    timeResolutionMs: SECOND,
  },
  in: productsIn,
}

function productsIn(store: MagentoStore): MagentoKindInStore {
  const { ask, tuning, fingerprintKey, now, notice } = store
  const facts = askedOnce(async () =>
    readProductFacts(ask, await store.view(), { isPart: await store.isPart(), notice }),
  )
  return {
    ...productReader({
      facts,
      stock: createStockReader(ask, notice),
      children: childrenReader(ask, tuning.pageSize),
      fingerprintKey,
      now,
    }),
    owners: () => readFamilies(ask, tuning.pageSize),
    categories: async () => (await facts()).categories,
  }
}
