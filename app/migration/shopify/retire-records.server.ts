import type { Clock } from '#app/platform/clock.ts'
import type { Gid } from '../engine/ports/target.ts'
import type { AdminClient } from './api/admin-client.server.ts'
import { checkUserErrors } from './api/check-user-errors.ts'
import { PRODUCT_UPDATE } from './product/documents.ts'
import { cancelOrder as cancel } from './order/steps.server.ts'

type RetireDeps = { client: AdminClient; clock: Clock }

/**
 * Takes a product out of sale without deleting it. Repeating it changes nothing.
 * @throws ShopifyRefused | RetriableError | PauseRun | FatalError
 */
export async function archiveProduct({ client }: RetireDeps, id: Gid): Promise<void> {
  const { productUpdate } = await client.run(PRODUCT_UPDATE, {
    product: { id, status: 'ARCHIVED' },
  })
  checkUserErrors(productUpdate)
}

/**
 * Cancels an order and waits until Shopify has done so. Nobody is notified, nothing is restocked and
 * nothing refunded. An order that is cancelled already is refused by Shopify: look first.
 * @throws ShopifyRefused | RetriableError | PauseRun | FatalError
 */
export async function cancelOrder({ client, clock }: RetireDeps, id: Gid): Promise<void> {
  await cancel(
    {
      run: (operation, variables) => client.run(operation, variables),
      sleep: (ms) => clock.sleep(ms),
    },
    id,
  )
}
