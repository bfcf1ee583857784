import type { Database } from '#app/db.server.ts'
import type { TargetStore } from '#app/migration/engine/ports/target.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'

type InstallDeps = {
  prisma: Database
  clock: Clock
  logger: Logger
  targetStore(shop: string): TargetStore
}

/**
 * Runs after Shopify gave us a new token: at the installation and about once an hour of use. Keeps
 * the store's facts current and makes sure the custom-id definitions exist (managed installation
 * has no callback of its own). Safe to repeat. Only the store's row is needed to open the app: what
 * else fails here is logged, and checked again before each run.
 */
export async function rememberShop(deps: InstallDeps, shop: string): Promise<void> {
  const { prisma, logger } = deps
  const accessGrantedAt = new Date(deps.clock.now())
  const store = deps.targetStore(shop)
  await prisma.shop.upsert({
    where: { domain: shop },
    create: { domain: shop, accessGrantedAt },
    update: { uninstalledAt: null, accessGrantedAt },
  })
  try {
    const facts = await store.facts()
    await prisma.shop.update({
      where: { domain: shop },
      data: {
        shopifyId: facts.gid,
        name: facts.name,
        currency: facts.currency,
        timezone: facts.timezone,
        planName: facts.planName,
        isDevelopment: facts.isDevelopment,
      },
    })
    await store.prepare()
  } catch (error) {
    logger.error({ shop, err: error }, 'The store could not be prepared after installing')
  }
}
