import { sentenceOf } from '#app/words/sentence.server.ts'
import pg from 'pg'
import { createDatabase } from '#app/db.server.ts'
import { decide } from '#app/decisions/decide.server.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { SHOP } from '#test/helpers/stores/app-at-stand-in.ts'
import { saveShop } from '#test/stand-ins/shopify-admin/store/saved.ts'
import { saveProduct } from '#test/stand-ins/shopify-admin/store/state.ts'
import { loadDataset } from '#test/stand-ins/woocommerce/dataset/index.ts'
import { SPECIAL_IDS } from '#test/stand-ins/woocommerce/dataset/impossible.ts'
import { saveStore } from '#test/stand-ins/woocommerce/saved.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { deleteCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  deleteProduct,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { startEmbeddedPostgres } from '../../scripts/database/embedded-postgres.ts'
import { migrateDeploy } from '../../scripts/database/migrate.ts'
import { dumpDatabase, writeRelease } from './dump.ts'
import { BEGINS, GOES_ON, OLD_STORE, openWorld, touchEverything, type World } from './world.ts'

/**
 * Lives through a project with the code of this checkout and keeps what it leaves in the database
 * and in both stores: `npm run release:fixture`. The test of the upgrade starts from there.
 */
const DAY = 86_400_000

const postgres = await startEmbeddedPostgres({ database: 'release' })
try {
  await migrateDeploy(postgres.url)
  const prisma = createDatabase({ url: postgres.url })
  const world = await openWorld({ prisma, url: postgres.url }, BEGINS)
  try {
    await live(world)
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await asOfThen(client, world.services.clock.now())
    writeRelease({
      sql: await dumpDatabase(client),
      oldStore: saveStore(world.woo.state),
      shopify: saveShop(world.shopify.store(SHOP)),
    })
    await client.end()
  } finally {
    await world.close()
    await prisma.$disconnect()
  }
} finally {
  await postgres.stop()
}

async function live({ services, woo, shopify, later, run }: World): Promise<void> {
  const { state } = woo
  loadDataset(state, { dataset: 'small', seed: 7 })
  const ours = ownRecords(state)
  const connected = await connectSource(services, SHOP, {
    cart: 'woocommerce',
    url: OLD_STORE,
    consumerKey: woo.consumerKey,
    consumerSecret: woo.consumerSecret,
  })
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  const projectId = connected.project.id
  const who = { shop: SHOP, projectId, staff: '1' }
  const issue = async (where: { code?: string; sourceId: string }) => {
    const found = await services.prisma.issue.findFirst({ where: { projectId, ...where } })
    if (!found) throw new Error(`Nothing was told of ${JSON.stringify(where)}`)
    return { issueIds: [String(found.id)] }
  }
  const gidOf = async (kind: string, sourceId: number) => {
    const where = { projectId, kind, sourceId: String(sourceId) }
    return (await services.prisma.mapping.findFirstOrThrow({ where })).gid
  }

  await run(projectId, 'full')

  later(3 * DAY)
  await woo.applyStory()
  for (const id of [ours.asked, ours.settled]) {
    const shop = shopify.store(SHOP)
    const product = shop.products.get(await gidOf('product', id))
    if (!product) throw new Error(`Product ${id} did not arrive`)
    saveProduct(shop, { ...product, title: `${product.title}, as the merchant calls it` })
    updateProduct(state, id, { name: 'As the old store calls it' })
  }
  await run(projectId, 'recent')
  await decide(services, who, 'leave_behind', await issue({ sourceId: `${SPECIAL_IDS.noLines}` }))
  await decide(
    services,
    who,
    'keep_target',
    await issue({ code: 'CONFLICT', sourceId: String(ours.settled) }),
  )

  later(3 * DAY)
  deleteProduct(state, ours.deleted)
  const last = [...state.customers.values()].at(-1)
  if (last) deleteCustomer(state, last.id)
  await run(projectId, 'comparison')

  // What moved no date (a note, a tag) is no change later, and nothing is tried again by itself.
  touchEverything(woo)
  for (const _run of Array(7)) {
    later(DAY)
    await run(projectId, 'recent')
  }
  shopify.resetStats()
  await run(projectId, 'comparison')
  await run(projectId, 'recent')
  const { mutations } = shopify.stats()
  if (mutations > 0) throw new Error('The last runs had still something to write')
  const left = GOES_ON - services.clock.now()
  if (left < DAY) throw new Error('The stores lived for longer than they may')
  later(left - DAY)
}

/** What the invented shop lacks: custom data, parcels, a sale that begins by itself. */
function ownRecords(state: WooState) {
  const product = (name: string, more: Parameters<typeof createProduct>[1] = {}) =>
    createProduct(state, { name, regular_price: '24.00', ...more }).id
  const asked = product('Copper Pan', {
    sku: 'UP-1',
    meta_data: [
      { key: '_global_unique_id', value: '4006381333931' },
      { key: '_seopress_titles_title', value: 'Pans' },
      { key: '_wf_manufacture_country', value: 'PT' },
      { key: 'care_instructions', value: 'Wipe dry, never soak.' },
      { key: 'made_from', value: ['copper', 'tin'] },
    ],
  })
  const settled = product('Linen Apron', { sku: 'UP-2' })
  product('Winter Blanket', { sale_price: '19.00', date_on_sale_from_gmt: '2099-06-01T00:00:00' })
  const deleted = product('Last Year’s Calendar', { sku: 'UP-3' })
  // The invented weeks put the newest one in the bin.
  product('Chipped Vase', { sku: 'UP-4' })
  const parcel = (number: string) => ({
    tracking_provider: 'usps',
    tracking_number: number,
    date_shipped: '1709510400',
    tracking_id: number,
  })
  createOrder(state, {
    status: 'completed',
    billing: {
      first_name: 'Robin',
      last_name: 'Example',
      address_1: '4 Ferry Lane',
      city: 'Reno',
      state: 'NV',
      postcode: '89501',
      country: 'US',
      email: 'robin@example.test',
    },
    line_items: [
      { product_id: asked, quantity: 2 },
      { product_id: settled, quantity: 1 },
    ],
    meta_data: [
      { key: 'gift_message', value: 'Happy moving day' },
      {
        key: '_wc_shipment_tracking_items',
        value: [parcel('9400110200881234567890'), parcel('9400110200881234567891')],
      },
    ],
  })
  return { asked, settled, deleted }
}

/**
 * The database stamps rows by the real date. They are put where the stores' clock was, so that they
 * are in the past whenever the ledger goes on.
 */
async function asOfThen(client: pg.Client, then: number): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column
     from information_schema.columns c join pg_tables t
       on t.schemaname = c.table_schema and t.tablename = c.table_name
     where c.table_schema = 'public' and c.data_type = 'timestamp with time zone'`,
  )
  for (const { table, column } of rows) {
    const [name, field] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)]
    await client.query(
      `update ${name} set ${field} = ${field} - (now() - to_timestamp($1::float8 / 1000))
       where ${field} > to_timestamp($1::float8 / 1000)`,
      [then],
    )
  }
}
