import { runSays } from '#app/migration/messages/runs.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'
import { Session } from '@shopify/shopify-app-remix/server'
import { z } from 'zod'
import type { Database, Transaction } from '#app/db.server.ts'
import { addressRefused, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { isPassing, repeatable } from '#app/platform/database-away.server.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Vault } from '#app/platform/encryption.server.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'

/** Shopify's library renews this long before the end; the same here, so that both agree. */
const RENEW_BEFORE_MS = 5 * 60_000
const TRIES = 3
const WAIT_BETWEEN_TRIES_MS = 1_000

const refreshAnswer = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
})

export type OfflineAccessDeps = {
  prisma: Database
  vault: Vault
  clock: Clock
  logger: Logger
  apiKey: string
  apiSecret: string
  /** For one try at renewing. */
  timeoutMs: number
  fetch?: typeof fetch
}

/**
 * A token for background work that is valid now. Offline tokens live for an hour and are renewed
 * with a refresh token that works once: web and worker processes therefore renew under one lock per
 * shop, and whoever comes second takes what the first one stored.
 *
 * A session that Shopify refuses to renew is dropped: after the app was installed anew it would
 * otherwise look valid for up to an hour, and opening the app would not fetch a new one.
 *
 * @param refused the token Shopify just answered 401 to: it is renewed even when it looks valid.
 * @throws PauseRun `APP_UNINSTALLED`, `TARGET_CREDENTIALS` (the merchant has to open the app once),
 *   `TARGET_ADDRESS_REFUSED` (the operator has to list this server's address) or
 *   `TARGET_UNREACHABLE` (Shopify did not answer several times).
 * @throws RetriableError our own database did not answer: nothing is wrong with the access.
 */
export async function offlineAccess(
  deps: OfflineAccessDeps,
  shop: string,
  refused?: { token: string },
): Promise<string> {
  try {
    const session = await repeatable(() => load(deps, deps.prisma, shop))
    return usable(session, deps.clock, refused) ?? (await renewOnce(deps, shop, refused))
  } catch (error) {
    if (!isPassing(error)) throw error
    throw new RetriableError(shopifySays('databaseAway'), { cause: error })
  }
}

/** Not repeated by itself: a refresh token works once. */
async function renewOnce(
  deps: OfflineAccessDeps,
  shop: string,
  refused?: { token: string },
): Promise<string> {
  const longestMs = TRIES * (deps.timeoutMs + WAIT_BETWEEN_TRIES_MS) + 5_000
  const given: { next: Session; spent: Session }[] = []
  try {
    const access = await underTokenLock(deps, shop, longestMs, async (tx) => {
      const session = await load(deps, tx, shop)
      const renewed = usable(session, deps.clock, refused)
      if (renewed) return renewed
      const next = await renew(deps, shop, session)
      if (next === null) {
        await tx.session.deleteMany({ where: { id: session.id } })
        return null
      }
      given.push({ next, spent: session })
      return store(deps, tx, next)
    })
    if (access === null) throw noAccess()
    return access
  } catch (error) {
    const [kept] = given
    if (!kept || !isPassing(error)) throw error
    // The old refresh token is spent: the new one must not get lost with a connection.
    return repeatable(() =>
      underTokenLock(deps, shop, longestMs, async (tx) => {
        const session = await load(deps, tx, shop)
        const isStill = session.refreshToken === kept.spent.refreshToken
        return isStill ? store(deps, tx, kept.next) : z.string().parse(session.accessToken)
      }),
    )
  }
}

function underTokenLock<T>(
  { prisma }: OfflineAccessDeps,
  shop: string,
  longestMs: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(
    async (tx) => {
      // Waiting for Shopify leaves the transaction idle for longer than others may be.
      await tx.$executeRaw`select set_config('idle_in_transaction_session_timeout', ${String(longestMs)}, true)`
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`offline-token:${shop}`}, 0))`
      return work(tx)
    },
    { maxWait: 60_000, timeout: longestMs },
  )
}

/** The store may have gone meanwhile, and its sessions with it: none may come back. */
async function store(deps: OfflineAccessDeps, tx: Transaction, next: Session): Promise<string> {
  const [still] = await tx.$queryRaw<unknown[]>`
    select 1 from "Session" where "id" = ${next.id} for update`
  if (!still) throw uninstalled()
  await createSessionStorage({ ...deps, prisma: tx }).storeSession(next)
  await tx.shop.updateMany({
    where: { domain: next.shop },
    data: { accessGrantedAt: new Date(deps.clock.now()) },
  })
  return z.string().parse(next.accessToken)
}

async function load(
  deps: OfflineAccessDeps,
  prisma: Parameters<typeof createSessionStorage>[0]['prisma'],
  shop: string,
): Promise<Session> {
  const storage = createSessionStorage({ ...deps, prisma })
  const session = await storage.loadSession(`offline_${shop}`)
  if (session) return session
  const row = await prisma.shop.findUnique({
    where: { domain: shop },
    select: { uninstalledAt: true },
  })
  throw row?.uninstalledAt || !row ? uninstalled() : noAccess()
}

function usable(session: Session, clock: Clock, refused?: { token: string }): string | null {
  if (!session.accessToken || session.accessToken === refused?.token) return null
  const endsAt = session.expires?.getTime()
  if (endsAt !== undefined && endsAt - RENEW_BEFORE_MS <= clock.now()) return null
  return session.accessToken
}

/** @returns null when this session can never be renewed */
async function renew(
  deps: OfflineAccessDeps,
  shop: string,
  session: Session,
): Promise<Session | null> {
  const { clock, logger } = deps
  if (!session.refreshToken) return null
  const ends = session.refreshTokenExpires?.getTime()
  if (ends !== undefined && ends <= clock.now()) return null

  for (let attempt = 1; ; attempt++) {
    const answer = await ask(deps, shop, session.refreshToken)
    if (answer.kind === 'renewed') {
      logger.info({ shop }, 'Renewed the offline access token')
      return toSession(session, answer.tokens, clock.now())
    }
    if (answer.kind === 'refused') {
      logger.warn({ shop, status: answer.status }, 'Shopify refused to renew the offline token')
      return null
    }
    logger.warn({ shop, attempt, err: answer.cause }, 'Shopify did not renew the offline token')
    if (attempt === TRIES) {
      throw new PauseRun('TARGET_UNREACHABLE', shopifySays('renewalNotAnswered'), {
        cause: answer.cause,
      })
    }
    await clock.sleep(WAIT_BETWEEN_TRIES_MS)
  }
}

type Tokens = z.infer<typeof refreshAnswer>
type RefreshResult =
  | { kind: 'renewed'; tokens: Tokens }
  | { kind: 'refused'; status: number }
  | { kind: 'unanswered'; cause: unknown }

async function ask(
  deps: OfflineAccessDeps,
  shop: string,
  refreshToken: string,
): Promise<RefreshResult> {
  try {
    const response = await (deps.fetch ?? fetch)(`https://${shop}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        client_id: deps.apiKey,
        client_secret: deps.apiSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
      signal: AbortSignal.timeout(deps.timeoutMs),
    })
    const text = await response.text()
    if (response.ok)
      return { kind: 'renewed', tokens: refreshAnswer.parse(JSON.parse(text) as unknown) }
    if (response.status === 403) throw addressRefused()
    if (response.status >= 500 || response.status === 429) {
      return { kind: 'unanswered', cause: new Error(`HTTP ${response.status}`) }
    }
    return { kind: 'refused', status: response.status }
  } catch (cause) {
    if (cause instanceof PauseRun) throw cause
    return { kind: 'unanswered', cause }
  }
}

function toSession(old: Session, tokens: Tokens, now: number): Session {
  const { expires_in: expiresIn, refresh_token_expires_in: refreshExpiresIn } = tokens
  return new Session({
    id: old.id,
    shop: old.shop,
    state: old.state,
    isOnline: false,
    scope: tokens.scope,
    accessToken: tokens.access_token,
    ...(expiresIn ? { expires: new Date(now + expiresIn * 1000) } : {}),
    ...(tokens.refresh_token
      ? { refreshToken: tokens.refresh_token }
      : old.refreshToken
        ? { refreshToken: old.refreshToken }
        : {}),
    ...(refreshExpiresIn
      ? { refreshTokenExpires: new Date(now + refreshExpiresIn * 1000) }
      : old.refreshTokenExpires
        ? { refreshTokenExpires: old.refreshTokenExpires }
        : {}),
  })
}

function uninstalled(): PauseRun {
  return new PauseRun('APP_UNINSTALLED', runSays('uninstalled'))
}

function noAccess(): PauseRun {
  return new PauseRun('TARGET_CREDENTIALS', shopifySays('accessNotRenewed'))
}
