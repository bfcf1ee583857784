import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { FatalError, RecordError, TargetFails } from '../engine/ports/errors.ts'
import { KINDS, type EntityKind } from '../kinds/kind.ts'
import type { LookUpKey } from '../kinds/definition.ts'
import type {
  Gid,
  LookedUp,
  OurRecord,
  Retired,
  RetireBy,
  SendGuard,
  TargetOptions,
  TargetWriter,
  WriteIntent,
  WriteResult,
} from '../engine/ports/target.ts'
import {
  inScope,
  RequestRejected,
  ResultUnknown,
  type AdminClient,
} from './api/admin-client.server.ts'
import { ShopifyRefused } from './api/check-user-errors.ts'
import { concurrently } from './concurrently.ts'
import { goneJustNow, saysRecordIsGone } from './api/record-gone.ts'
import { createCollections } from './collection/collections.server.ts'
import { createCustomData } from './custom-data/custom-data.server.ts'
import { bind, unbind } from './identity/bind.server.ts'
import { checkTargetAnchors } from './identity/definitions.server.ts'
import { existing, findAll, lookUp } from './identity/look-ups.server.ts'
import { sourceIdOf } from './identity/source-reference.ts'
import { expectedFields, kindOf, kindsIn } from './kinds.ts'
import { findOnlineStore } from './online-store.server.ts'
import { createReachability, type Reachability } from './reachability.server.ts'
import type { StoreContext } from './store-context.ts'
import type { Accepted, ListedPage } from './target-kind.ts'
import { unique } from './write-notes.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** How often a record is tried, and looked up in between, before the engine decides about it. */
const TRIES = 3
/** So many records that failed one after the other are a reason to try no more for the moment. */
const ENOUGH_FAILED = 5

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
  const reachability = createReachability(deps.client, { clock, scope, signal })
  let publication: Promise<Gid | null> | null = null
  const told = new Set<string>()
  const store: StoreContext = {
    clock,
    logger,
    options,
    signal,
    run: reachability.run,
    sleep: (ms) => clock.sleep(ms, signal),
    onlineStore: () => {
      publication ??= findOnlineStore(reachability)
      publication.catch(() => (publication = null))
      return publication
    },
    once: (what) => !told.has(what) && Boolean(told.add(what)),
  }
  const collections = createCollections(store)
  const ctx = { ...store, collections, customData: createCustomData(store) }
  const inStore = kindsIn(ctx)

  /** What is there is read right before it is written, and what is sent is decided in between. */
  async function perform(intent: WriteIntent, mayExist: boolean): Promise<Accepted> {
    const { record, references, ownerOf } = intent
    const kind = inStore(record.kind)
    if (intent.op === 'create') return kind.create({ record, references, mayExist, ownerOf })
    const { gid, children, merge } = intent
    const mayChange = new Set(intent.changed)
    const { current, write: send } = await kind.read({
      record,
      references,
      gid,
      children,
      mayChange,
      ownerOf,
    })
    return send(new Set(merge(current)))
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
          if (!(await reachability.answers())) throw error
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
    const pending = new Map<Accepted, WriteIntent>()
    const failing = new Set<WriteIntent>()
    const work = (intent: WriteIntent) => writeOne(intent, failing)
    const mayBegin = () => !stop?.aborted && failing.size < ENOUGH_FAILED
    for await (const settled of concurrently(intents, client.maxInFlight, work, mayBegin)) {
      const { intent } = settled
      if ('accepted' in settled && settled.accepted.pending) pending.set(settled.accepted, intent)
      else yield toResult(settled)
    }
    for (const [kind, some] of Map.groupBy(pending, ([, { record }]) => record.kind)) {
      const waiting = some.map(([one]) => one)
      for await (const accepted of inStore(kind).settled?.(waiting) ?? waiting) {
        const intent = pending.get(accepted)
        if (intent) yield toResult({ intent, accepted })
      }
    }
  }

  async function* listOurs(kind: EntityKind): AsyncIterable<OurRecord[]> {
    for (let after: string | null = null; ;) {
      const page: ListedPage = await lookedUp(reachability, () => inStore(kind).list(after))
      yield page.nodes.flatMap(({ id, sourceId: customId }) => {
        const sourceId = sourceIdOf(options.projectId, kind, customId?.value)
        return sourceId === null ? [] : [{ gid: id, sourceId }]
      })
      if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return
      after = page.pageInfo.endCursor
    }
  }

  async function retire(kind: EntityKind, gid: Gid, by: RetireBy): Promise<Retired> {
    const act = inStore(kind).retire[by]
    if (!act) return { done: 'not possible' }
    const done = by === 'archive' ? 'archived' : 'cancelled'
    const [record] = await inStore(kind).show([gid])
    if (!record) return { done: 'gone' }
    if (record.shown.state === done) return { done }
    try {
      await act(gid)
      return { done }
    } catch (error) {
      if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
      return { refused: error.message }
    }
  }

  async function search(by: LookUpKey, values: readonly string[]) {
    const look = KINDS.flatMap((kind) => inStore(kind).lookUps[by] ?? [])[0]
    return look ? lookUp(look, values) : new Map<string, LookedUp[]>()
  }

  return {
    write,
    findByCustomId: (kind, sourceIds) =>
      lookedUp(reachability, () =>
        findAll(ctx, kind, sourceIds, {
          ten: kindOf(kind).findTen,
          one: (sourceId) => inStore(kind).find(sourceId),
        }),
      ),
    existing: (gids) => lookedUp(reachability, () => existing(ctx, gids)),
    lookUp: (by, values) => lookedUp(reachability, () => search(by, values)),
    bind: (record, gid) =>
      lookedUp(reachability, () => bind(ctx, inStore(record.kind), record, gid)),
    unbind: (kind, gid, sourceId) =>
      lookedUp(reachability, () => unbind(ctx, inStore(kind), { kind, gid, sourceId })),
    listOurs,
    ownedBy: async (kind, owners) =>
      (await lookedUp(reachability, async () => inStore(kind).ownedBy?.(owners))) ?? [],
    show: (kind, gids) =>
      lookedUp(reachability, async () => {
        const records = gids.length === 0 ? [] : await inStore(kind).show(gids)
        return new Map(records.map(({ gid, shown }) => [gid, shown]))
      }),
    retire: (kind, gid, by) => lookedUp(reachability, () => retire(kind, gid, by)),
    replaceUnique: async (kind, gid, value) =>
      (await lookedUp(reachability, async () => inStore(kind).replaceUnique?.(gid, value))) ?? null,
    followCategory: (change) => lookedUp(reachability, () => collections.follow(change)),
    expectedFormerly: async (record) =>
      (await lookedUp(reachability, async () => inStore(record.kind).expectedFormerly?.(record))) ??
      {},
    readCurrent: (kind, gids) =>
      lookedUp(reachability, async () =>
        gids.length === 0 ? [] : inStore(kind).readCurrent(gids),
      ),
    totals: (gids) =>
      lookedUp(reachability, async () => {
        const of = await Promise.all(KINDS.flatMap((kind) => inStore(kind).totals?.(gids) ?? []))
        return new Map(of.flatMap((totals) => [...totals]))
      }),
    expectedFields: (record, owner) => expectedFields(record, options, owner),
    checkAnchors: () => lookedUp(reachability, () => checkTargetAnchors(client, options, signal)),
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
  return new FatalError(shopifySays('definitionRemoved'), { cause })
}

/** A look-up that Shopify refuses is about no record: what it would have said is needed to go on. */
async function lookedUp<Result>(
  reachability: Reachability,
  look: () => Promise<Result>,
): Promise<Result> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof ResultUnknown && (await reachability.answers())) {
      throw new TargetFails(error.reason, { cause: error })
    }
    if (isDefinitionMissing(error)) throw definitionsMissing(error)
    if (!(error instanceof RequestRejected)) throw error
    throw new FatalError(shopifySays('lookUpRefused', { words: error.message }), { cause: error })
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
    shopifySays('recordRefused', { kind: record.kind, words: error.message }),
    { cause: error },
  )
}
