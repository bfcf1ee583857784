import { magento } from '#app/migration/carts/magento/cart.ts'
import { withWellFormedText } from '#app/migration/carts/kit/well-formed.ts'
import type { FakeClock } from '../../helpers/time/fake-clock.ts'
import type { Integration } from '../../stand-ins/magento/rest/auth.ts'
import { startMagentoStandIn } from '../../stand-ins/magento/server.ts'
import type { CaseFile } from '../case-file.ts'
import type { CaseStore } from './case-store.ts'
import { writeMagentoRows } from './magento-rows.ts'

/** As a merchant copies them from the integration. */
const credentialsOf = ({ accessToken }: Integration, storeView: string) => ({
  accessToken,
  accessTokenSecret: '',
  consumerKey: '',
  consumerSecret: '',
  storeView,
})

const GROUPS = ['NOT LOGGED IN', 'General', 'Wholesale', 'Retailer']
const PAIRS = { kg: 'kgs', g: 'kgs', lbs: 'lbs', oz: 'lbs' } as const

export async function openMagento(
  { currency, timezone, weightUnit, views, view }: CaseFile['store'],
  clock: FakeClock,
): Promise<CaseStore> {
  const standIn = await startMagentoStandIn(
    {
      currency,
      timezone,
      weightUnit: PAIRS[weightUnit],
      views: [
        { id: 1, code: 'default', name: 'Default Store View', websiteId: 1, currency },
        ...views.map((view) => ({ ...view, currency: view.currency ?? currency })),
      ],
    },
    clock,
  )
  const { store, url, integration } = standIn
  const now = () => new Date(store.now()).toISOString().slice(0, 19).replace('T', ' ')
  const root = { parent_id: 1, name: 'Default Category', is_active: true, position: 1, level: 1 }
  store.tables.categories.set(2, { id: 2, ...root })
  for (const [id, code] of GROUPS.entries()) {
    store.tables.groups.set(id, { id, code, tax_class_id: 3, tax_class_name: 'Retail Customer' })
  }
  return {
    connect: (deps) =>
      withWellFormedText(
        magento.connect(
          { cart: 'magento', url, credentials: credentialsOf(integration, view ?? '') },
          deps,
        ),
      ),
    close: standIn.close,
    write: (rows, { isLater }) => writeMagentoRows(store, rows, isLater ? now() : null),
    remove: (gone) => {
      for (const table of ['products', 'customers', 'orders', 'categories'] as const) {
        for (const id of gone[table] ?? []) store.tables[table].delete(id)
      }
      for (const table of ['invoices', 'shipments', 'creditmemos'] as const) {
        for (const id of gone[table] ?? []) store.tables[table].delete(id)
      }
    },
    answer: (answers) => {
      store.answers = structuredClone(answers)
    },
  }
}
