/** What has to be there for a retry and a re-link to mean anything. */
import { KINDS } from '#app/migration/kinds/kind.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import { failAlways } from '../faults/of-shopify.ts'
import { migrate } from './lane-run.ts'
import { steadily, type Lane } from './lane-state.ts'
import { modifiedAt, rememberShown } from '../life/forgotten.ts'
import { indexTarget } from '../oracle/target-index.ts'
import { throughOf } from './judge.ts'

/** Records whose rows a re-link has to find again. */
const FORGOTTEN = 4

/** A run in which Shopify fails on one record whatever is tried; then that is mended. */
export async function failOnOne(lane: Lane): Promise<void> {
  const { world, plan, shop, woo, random, projectId, merchant } = lane
  const { chronicle, shopify } = world
  const { owners } = indexTarget(shopify.store(shop), projectId)
  const known = [...woo.state.products.values()].flatMap((product) => {
    const gid = owners.get(`product:${product.id}`)?.[0]
    const isOurs = gid !== undefined && !merchant.edits.made.has(gid)
    return isOurs && product.status === 'publish' ? [{ product, gid }] : []
  })
  const { product, gid } = random.pick(known)
  updateProduct(woo.state, product.id, { name: `Refused ${random.hex(4)}` })
  chronicle.tell(plan.lane, `recent run in which Shopify fails on product ${product.id} (${gid})`)
  let struck = false
  const rule = failAlways(shopify, shop, `"${gid}"`, (detail) => {
    if (!struck) chronicle.struck('shopifyOneRecordFails', plan.lane, detail)
    struck = true
  })
  try {
    await migrate(lane, 'recent', [])
  } finally {
    shopify.faults.remove(rule)
  }
}

/**
 * The app's database loses rows of records it had settled, as when it was restored from a backup.
 * Nothing else about these records is open: what was, could not be known any more.
 */
export async function forgetSome(lane: Lane): Promise<void> {
  const { world, plan, shop, woo, random, projectId, replaced } = lane
  const { prisma } = world.services
  const through = await throughOf(lane)
  const [mappings, issues, intents] = await steadily(() =>
    Promise.all([
      prisma.mapping.findMany({
        where: { projectId, kind: { in: [...KINDS] } },
        orderBy: [{ kind: 'asc' }, { sourceId: 'asc' }],
        select: { kind: true, sourceId: true, gid: true },
      }),
      prisma.issue.findMany({
        where: { projectId, resolvedAt: null },
        select: { kind: true, sourceId: true },
      }),
      prisma.intent.findMany({ where: { projectId }, select: { kind: true, sourceId: true } }),
    ]),
  )
  const open = new Set([...issues, ...intents].map(({ kind, sourceId }) => `${kind} ${sourceId}`))
  const { customIds } = indexTarget(world.shopify.store(shop), projectId)
  const settled = mappings.filter(({ kind, sourceId, gid }) => {
    const id = Number(sourceId)
    const record =
      kind === 'product'
        ? woo.state.products.get(id)
        : kind === 'customer'
          ? woo.state.customers.get(id)
          : woo.state.orders.get(id)
    const known = KINDS.find((each) => each === kind)
    if (!record || !known || record.modifiedAt === null || open.has(`${kind} ${sourceId}`)) {
      return false
    }
    const isSeen = record.modifiedAt < Math.floor(Date.parse(through[known]) / 1000) * 1000
    return isSeen && customIds.get(gid) === `${kind}:${sourceId}` && !replaced.has(gid)
  })
  const lost = random.shuffle(settled).slice(0, FORGOTTEN)
  await steadily(() =>
    prisma.mapping.deleteMany({
      where: { projectId, OR: lost.map(({ kind, sourceId }) => ({ kind, sourceId })) },
    }),
  )
  const store = world.shopify.store(shop)
  for (const { kind, sourceId, gid } of lost) {
    const name = `${kind} ${sourceId}`
    lane.forgotten.set(name, rememberShown(store, gid, modifiedAt(woo.state, name)))
  }
  const names = lost.map(({ kind, sourceId }) => `${kind} ${sourceId}`)
  world.chronicle.tell(plan.lane, `the app's database lost what it knew of ${names.join(', ')}`)
}
