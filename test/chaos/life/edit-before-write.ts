import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import { accounts, inShopify, one, orders, products, type Happening, type Scene } from './scene.ts'

/**
 * The merchant edits what the old store changed as well, after the app compared the page and before
 * it reads the record a last time. Shopify has no conditional write: what is edited between that
 * last read and the write nobody can know, so the edit is made when the app asks for the record
 * again, before it is answered. Were that read the first of a repeated comparison, the edit would
 * only be easier to see.
 */
export const editBeforeWrite: Happening = (scene, lived) => {
  const { shopify, shop, store, random, merchant } = scene
  const chosen = random.shuffle<EntityKind>(['product', 'customer', 'order']).flatMap((kind) => {
    const change = changeOf(scene, kind)
    return change ? [change] : []
  })
  const [change] = chosen
  if (!change) return null
  const { gid } = change
  change.inOldStore()
  let reads = 0
  const id = shopify.faults.hook(
    { shop, operation: 'query', about: `"${gid}"`, times: 'always' },
    {
      before: ({ clientPid }) => {
        if (clientPid === null) return
        reads += 1
        if (reads !== 2) return
        const lines = merchant.editThese(store, random, [gid])
        if (lines.length > 0) lived(`before it is read again: ${lines.join('; ')}`)
      },
    },
  )
  return () => shopify.faults.remove(id)
}

/** A record of that kind in Shopify, and what the old store changes: that field, and another one. */
function changeOf(scene: Scene, kind: EntityKind): { gid: string; inOldStore(): void } | null {
  const { state, random } = scene
  const word = random.hex(4)
  const isThere = ({ id }: { id: number }) => {
    const gid = inShopify(scene, kind, id)
    return gid !== null && !scene.merchant.edits.made.has(gid)
  }
  const found =
    kind === 'product'
      ? one(random, products(scene, isThere))
      : kind === 'customer'
        ? one(random, accounts(scene, isThere))
        : one(random, orders(scene, isThere))
  const gid = found && inShopify(scene, kind, found.id)
  if (!found || !gid) return null
  const { id } = found
  const inOldStore = () => {
    if (kind === 'product') {
      updateProduct(state, id, {
        name: `Old name ${word}`,
        description: `<p>Old words ${word}.</p>`,
      })
    } else if (kind === 'customer') {
      updateCustomer(state, id, { first_name: `Old ${word}`, last_name: `Oldman ${word}` })
    } else {
      updateOrder(state, id, {
        customer_note: `Old note ${word}`,
        shipping: { address_1: `${random.int(1, 99)} Old Street` },
      })
    }
  }
  return { gid, inOldStore }
}
