import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { FatalError, RecordError, RetriableError, TargetFails } from '../engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '../kinds/kind.ts'
import type {
  CategoryChange,
  Gid,
  LookUpKey,
  OrderParents,
  TargetSnapshot,
  TargetWriter,
  WriteIntent,
  WriteResult,
} from '../engine/ports/target.ts'
import {
  inScope,
  RequestRejected,
  ResultUnknown,
  type AdminClient,
  type SendGuard,
} from './api/admin-client.server.ts'
import { checkTargetAnchors } from './identity/definitions.server.ts'
import { ShopifyRefused } from './api/check-user-errors.ts'
import { claim, release } from './identity/bind.server.ts'
import { collectionsFormerly, createCollectionBook } from './collection/collections.server.ts'
import { createCustomDataBook } from './custom-data/custom-data.server.ts'
import { expectedFields } from './expected-fields.ts'
import { existing, findAll, lookUp } from './identity/look-ups.server.ts'
import { findOnlineStore } from './online-store.server.ts'
import { createOrderPacer } from './api/order-pacer.ts'
import { createPictureBook } from './product/pictures/picture-book.server.ts'
import { imageNote } from './product/input.ts'
import { withPictures } from './product/pictures/product-pictures.ts'
import { unique, type Accepted, type TargetContext } from './target-context.server.ts'
import type { TargetOptions } from './target-options.ts'
import { createReach, type Reach } from './reach.server.ts'
import { findOrder, readOrders, readOrderTotals } from './order/read-orders.server.ts'
import { replaceEmail, updateCustomer } from './customer/update-customers.server.ts'
import { updateOrder } from './order/update-orders.server.ts'
import { createCustomer, findCustomer, readCustomers } from './customer/write-customers.server.ts'
import { createOrder } from './order/write-orders.server.ts'
import { failedMedia, findProduct, readProducts } from './product/read-products.server.ts'
import { goneJustNow, saysRecordIsGone } from './api/record-gone.ts'
import { updateProduct } from './product/update-products.server.ts'
import { createProduct } from './product/write-products.server.ts'

export type { TargetOptions } from './target-options.ts'
export { METAFIELD_NAMESPACE } from './identity/source-reference.ts'
export { ensureDefinitions } from './identity/definitions.server.ts'

/** How often a record is tried, and looked up in between, before the engine decides about it. */
const TRIES = 3
/** So many records that failed one after the other are a reason to try no more for the moment. */
const ENOUGH_FAILED = 5
const MEDIA_POLLS = 3
const MEDIA_POLL_MS = 1000

/**
 * Writes into one Shopify store. Holds only caches (collections, the Online Store's publication,
 * the pace of a limited store): a new one may be made at any time.
 */
export function createTargetWriter(deps: {
  client: AdminClient
  clock: Clock
  logger: Logger
  options: TargetOptions
  /** Ends waits and requests under way; the abort reason is thrown. */
  signal?: AbortSignal
  /** Asked before each request leaves. */
  guard?: SendGuard
  /** Told when Shopify asks to slow down. */
  onThrottle?: (waitMs: number) => void
}): TargetWriter {
  const { clock, logger, options, signal, guard, onThrottle } = deps
  const scope = { logger, ...(guard ? { guard } : {}), ...(onThrottle ? { onThrottle } : {}) }
  const client = inScope(deps.client, scope)
  const reach = createReach(deps.client, { clock, scope, signal })
  let publication: Promise<Gid | null> | null = null
  const told = new Set<string>()
  const ctx: TargetContext = {
    client,
    clock,
    logger,
    options,
    collections: createCollectionBook(() => ctx),
    customData: createCustomDataBook(() => ctx),
    pictures: createPictureBook(() => ctx),
    pacer: createOrderPacer(clock, signal),
    run: reach.run,
    sleep: (ms) => clock.sleep(ms, signal),
    onlineStore: () => {
      publication ??= findOnlineStore(ctx)
      publication.catch(() => (publication = null))
      return publication
    },
    once: (what) => !told.has(what) && Boolean(told.add(what)),
  }

  async function perform(intent: WriteIntent, mayExist: boolean): Promise<Accepted> {
    const { record, references, ownerOf } = intent
    if (intent.op === 'create') {
      switch (record.kind) {
        case 'product':
          return createProduct(ctx, record, mayExist)
        case 'customer':
          return createCustomer(ctx, record, { mayExist, ownerOf })
        case 'order':
          return createOrder(ctx, record, references, mayExist)
      }
    }
    const { gid, children, changed, merge } = intent
    switch (record.kind) {
      case 'product':
        return updateProduct(ctx, { record, references, gid, children, changed, merge, ownerOf })
      case 'customer':
        return updateCustomer(ctx, { record, references, gid, children, changed, merge, ownerOf })
      case 'order':
        return updateOrder(ctx, { record, references, gid, children, changed, merge, ownerOf })
    }
  }

  /** @param failing those Shopify failed on since it last settled one, whichever way */
  async function writeOne(intent: WriteIntent, failing: Set<WriteIntent>): Promise<Settled> {
    let mayExist = intent.op === 'create' && intent.mayExist
    for (let attempt = 1; ; attempt += 1) {
      try {
        const accepted = await perform(intent, mayExist)
        failing.clear()
        return { intent, accepted }
      } catch (error) {
        if (error instanceof TargetFails || error instanceof ResultUnknown) {
          if (!(await reach.answers())) throw error
          failing.add(intent)
          logger.warn(
            { kind: intent.record.kind, sourceId: intent.record.sourceId, attempt },
            'Shopify failed on a record',
          )
          if (attempt >= TRIES || failing.size >= ENOUGH_FAILED) {
            return { intent, error: new TargetFails(error.reason, { cause: error }) }
          }
          await clock.sleep(error.retryAfterMs ?? 1000 * 2 ** (attempt - 1), signal)
          mayExist = true
          continue
        }
        const rejected = asRecordError(error, intent)
        if (!rejected) throw error
        failing.clear()
        return { intent, error: rejected }
      }
    }
  }

  async function* write(
    intents: readonly WriteIntent[],
    stop?: AbortSignal,
  ): AsyncIterable<WriteResult> {
    const held: Extract<Settled, { accepted: Accepted }>[] = []
    const failing = new Set<WriteIntent>()
    const work = (intent: WriteIntent) => writeOne(intent, failing)
    const mayBegin = () => !stop?.aborted && failing.size < ENOUGH_FAILED
    for await (const settled of concurrently(intents, client.maxInFlight, work, mayBegin)) {
      if ('accepted' in settled && settled.accepted.mediaPending) held.push(settled)
      else yield toResult(settled)
    }
    yield* settleMedia(held)
  }

  /** Shopify fetches images after the product exists; what it could not fetch becomes a note. */
  async function* settleMedia(
    held: readonly Extract<Settled, { accepted: Accepted }>[],
  ): AsyncIterable<WriteResult> {
    let waiting = [...held]
    for (let poll = 1; waiting.length > 0; poll += 1) {
      const last = poll >= MEDIA_POLLS
      let states: Awaited<ReturnType<typeof failedMedia>> | null = null
      let shownNow = new Map<Gid, TargetSnapshot>()
      try {
        states = await failedMedia(
          ctx,
          waiting.map(({ accepted }) => accepted.gid),
        )
        const failed = [...states].flatMap(([gid, state]) => (state.failed > 0 ? gid : []))
        const shown = failed.length > 0 ? await readProducts(ctx, failed) : []
        shownNow = new Map(shown.map((snapshot) => [snapshot.gid, snapshot]))
      } catch (error) {
        // The products are there; only the news of their images is missing.
        if (!(error instanceof RetriableError) && !(error instanceof RequestRejected)) {
          for (const settled of waiting) yield toResult(settled)
          throw error
        }
      }
      const still: typeof waiting = []
      for (const settled of waiting) {
        const state = states?.get(settled.accepted.gid)
        if (state?.isPending && !last) {
          still.push(settled)
          continue
        }
        if (state && state.failed > 0) {
          const written = settled.accepted.mediaPending
          const others = settled.accepted.notes.filter(
            ({ code, field }) => code !== 'IMAGE_FAILED' || field !== written,
          )
          settled.accepted.notes = [...others, imageNote(state.failed, true, written)]
          const { gid, snapshot } = settled.accepted
          const now = shownNow.get(gid)?.fields
          const fields = now ? withPictures(snapshot.fields, now) : snapshot.fields
          settled.accepted.snapshot = { ...snapshot, fields }
        }
        yield toResult(settled)
      }
      waiting = still
      if (waiting.length > 0) await clock.sleep(MEDIA_POLL_MS, signal)
    }
  }

  const find = { product: findProduct, customer: findCustomer, order: findOrder } as const
  const read = { product: readProducts, customer: readCustomers, order: readOrders } as const

  return {
    write,
    findBySourceRef: (kind: EntityKind, sourceIds: readonly string[]) =>
      lookedUp(reach, () => findAll(ctx, kind, sourceIds, find[kind])),
    existing: (gids: readonly Gid[]) => lookedUp(reach, () => existing(ctx, gids)),
    claim: (record: CanonicalRecord, gid: Gid) => lookedUp(reach, () => claim(ctx, record, gid)),
    release: (kind: EntityKind, gid: Gid, sourceId: string) =>
      lookedUp(reach, () => release(ctx, kind, gid, sourceId)),
    replaceEmail: (gid: Gid, email: string | null) =>
      lookedUp(reach, () => replaceEmail(ctx, gid, email)),
    followCategory: (change: CategoryChange) =>
      lookedUp(reach, () => ctx.collections.follow(change)),
    expectedFormerly: async (record: CanonicalRecord) =>
      record.kind === 'product'
        ? lookedUp(reach, () => collectionsFormerly(ctx.collections, record))
        : {},
    lookUp: (by: LookUpKey, values: readonly string[]) =>
      lookedUp(reach, () => lookUp(ctx, by, values)),
    readCurrent: (kind: EntityKind, gids: readonly Gid[]): Promise<TargetSnapshot[]> =>
      lookedUp(reach, async () => (gids.length === 0 ? [] : read[kind](ctx, gids))),
    orderTotals: (gids: readonly Gid[]) => lookedUp(reach, () => readOrderTotals(ctx, gids)),
    expectedFields: (record: CanonicalRecord, parents?: OrderParents) =>
      expectedFields(record, options, parents),
    checkAnchors: () => lookedUp(reach, () => checkTargetAnchors(client, options, signal)),
  }
}

type Settled =
  | { intent: WriteIntent; accepted: Accepted }
  | { intent: WriteIntent; error: RecordError | TargetFails }

function toResult(settled: Settled): WriteResult {
  if ('error' in settled) return { ok: false, intent: settled.intent, error: settled.error }
  const { gid, outcome, snapshot, children, notes } = settled.accepted
  return {
    ok: true,
    intent: settled.intent,
    gid,
    outcome,
    snapshot,
    children,
    notes: unique(notes),
  }
}

function isDefinitionMissing(error: unknown): boolean {
  return (
    error instanceof RequestRejected &&
    error.code === 'NOT_FOUND' &&
    /definition/i.test(error.message)
  )
}

function definitionsMissing(cause: unknown): FatalError {
  return new FatalError(
    'The custom-id definitions this app needs are missing in Shopify, so the run stopped before it could make duplicates. Open the app’s settings to restore them and run again.',
    { cause },
  )
}

/** A look-up that Shopify refuses is about no record: what it would have said is needed to go on. */
async function lookedUp<Result>(reach: Reach, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof ResultUnknown && (await reach.answers())) {
      throw new TargetFails(error.reason, { cause: error })
    }
    if (isDefinitionMissing(error)) throw definitionsMissing(error)
    if (!(error instanceof RequestRejected)) throw error
    throw new FatalError(
      `Shopify refused to show records that the run needs to see (“${error.message}”). Nothing was lost: run again, and if it happens again, tell the support of this app.`,
      { cause: error },
    )
  }
}

/** Null: the error is not about this record alone. */
function asRecordError(error: unknown, { op, record }: WriteIntent): RecordError | null {
  if (error instanceof RecordError) return error
  if (op === 'update' && error instanceof ShopifyRefused && saysRecordIsGone(error)) {
    return goneJustNow(record, error)
  }
  if (isDefinitionMissing(error)) throw definitionsMissing(error)
  if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) return null
  return new RecordError(
    'REJECTED_BY_SHOPIFY',
    record.sourceId,
    `Shopify did not accept this ${record.kind}: “${error.message}”. It is unchanged in the old store: correct it there and run again, or mend the reason in Shopify and press Retry.`,
    { cause: error },
  )
}

/**
 * Runs `work` on up to `limit` items at once and yields as they finish. When one throws, nothing
 * new is started, what is under way is finished and yielded, and then the error is thrown. While it
 * is not allowed nothing new is started either; with nothing under way that is the end.
 */
async function* concurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
  isAllowed: () => boolean,
): AsyncIterable<Result> {
  const running = new Set<Promise<void>>()
  const done: Result[] = []
  const failures: unknown[] = []
  let next = 0
  for (;;) {
    const mayBegin = () => failures.length === 0 && isAllowed() && running.size < limit
    while (next < items.length && mayBegin()) {
      const item = items[next]
      next += 1
      if (item === undefined) continue
      const task: Promise<void> = work(item).then(
        (result) => {
          done.push(result)
        },
        (error: unknown) => {
          failures.push(error)
        },
      )
      const tracked = task.finally(() => running.delete(tracked))
      running.add(tracked)
    }
    if (running.size === 0 && done.length === 0) break
    if (done.length === 0) await Promise.race(running)
    yield* done.splice(0)
  }
  if (failures.length > 0) throw failures[0]
}
