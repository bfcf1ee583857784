import { says } from '#test/helpers/said.ts'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import { HeldByAnother, RecordError } from '#app/migration/engine/ports/errors.ts'
import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type {
  Gid,
  ExpectedOwner,
  OurRecord,
  RetireBy,
  ShownRecord,
  TargetSnapshot,
  TargetWriter,
  WriteIntent,
  WriteNote,
  WriteResult,
} from '#app/migration/engine/ports/target.ts'

type StoredRecord = {
  kind: EntityKind
  gid: Gid
  /** The custom id: unique per kind, like in Shopify. */
  sourceId: string | null
  fields: Fields
  children: Record<string, Gid>
  /** Gids the record is linked to; variants since it was created, as in Shopify. */
  linked: { customer: Gid | null; variants: string[] }
}

export type MemoryTarget = TargetWriter & {
  records(kind: EntityKind): StoredRecord[]
  bySourceId(kind: EntityKind, sourceId: string): StoredRecord | undefined
  /** What the merchant does by hand. */
  edit(kind: EntityKind, sourceId: string, fields: Fields): void
  remove(kind: EntityKind, sourceId: string): void
  /** The merchant gives an order to another customer. */
  link(orderSourceId: string, customer: Gid): void
  addCustomer(email: string, fields?: Fields): Gid
  /** The first customer vanishes into the second, who keeps their own id and what they have. */
  mergeCustomers(goneSourceId: string, kept: Gid, keptFields?: Fields): void
  readonly stats: {
    creates: number
    updates: number
    reads: number
    lookUps: number
    /** Creates that met their own custom id without having looked first. */
    blindRepeats: number
    /** Fields sent by updates. */
    fieldsSent: string[]
  }
  /** Called around each record; what it throws ends the writing like a lost connection. */
  fault: ((moment: 'before' | 'accepted', intent: WriteIntent) => void) | null
  /** Records Shopify says no to. */
  refuse: (record: CanonicalRecord) => RecordError | null
  /** Records under way at the same time. */
  readonly maxInFlight: number
}

const LOOK_UPS: Readonly<Record<LookUpKey, readonly [EntityKind, string]>> = {
  email: ['customer', 'email'],
  order_name: ['order', 'name'],
  handle: ['product', 'handle'],
  sku: ['product', 'sku'],
}

const RETIRED_BY: Readonly<Partial<Record<EntityKind, RetireBy>>> = {
  product: 'archive',
  order: 'cancel',
}

function shownRecord({ gid, fields }: StoredRecord): ShownRecord {
  const state =
    fields['status'] === 'archived'
      ? 'archived'
      : fields['cancelled'] === true
        ? 'cancelled'
        : 'there'
  return { label: gid, detail: null, at: null, state }
}

/** A store in memory that keeps custom ids and e-mails unique, as Shopify does. */
export function createMemoryTarget(): MemoryTarget {
  const stored = new Map<Gid, StoredRecord>()
  let nextId = 1
  let inFlight = 0
  let maxInFlight = 0
  const stats = {
    creates: 0,
    updates: 0,
    reads: 0,
    lookUps: 0,
    blindRepeats: 0,
    fieldsSent: [] as string[],
  }
  const newGid = (kind: string): Gid => `gid://shopify/${kind}/${nextId++}`
  const find = (kind: EntityKind, sourceId: string) =>
    [...stored.values()].find((record) => record.kind === kind && record.sourceId === sourceId)

  function expectedFields(record: CanonicalRecord, { owner }: ExpectedOwner = {}): Fields {
    switch (record.kind) {
      case 'product':
        return {
          title: record.title,
          status: record.status,
          tags: [...record.tags].sort(),
          ...Object.fromEntries(
            record.variants.flatMap((variant) => [
              [`variant:${variant.sourceId}.price`, variant.price],
              [`variant:${variant.sourceId}.sku`, variant.sku],
            ]),
          ),
        }
      case 'customer':
        return {
          email: record.email,
          firstName: record.firstName,
          lastName: record.lastName,
          phone: record.phone,
        }
      case 'order':
        return {
          name: record.number,
          currency: record.currency,
          placedAt: record.placedAt,
          total: normalizeDecimal(record.total),
          note: record.note,
          tags: [...record.tags].sort(),
          cancelled: record.cancelledAt !== null,
          financialStatus: record.cancelledAt === null ? record.payment.state : 'voided',
          ...(owner === undefined ? {} : { customer: owner }),
        }
    }
  }

  function snapshot(record: StoredRecord): TargetSnapshot {
    return {
      kind: record.kind,
      gid: record.gid,
      label: record.gid,
      fields: {
        ...structuredClone(record.fields),
        ...(record.kind === 'order' && { customer: record.linked.customer }),
      },
      children: { ...record.children },
    }
  }

  function childrenOf(record: CanonicalRecord, before: Record<string, Gid>): Record<string, Gid> {
    if (record.kind !== 'product') return before
    return Object.fromEntries(
      record.variants.map(({ sourceId }) => [
        sourceId,
        before[sourceId] ?? newGid('ProductVariant'),
      ]),
    )
  }

  const holderOf = (email: unknown, but?: Gid) =>
    [...stored.values()].find(
      (other) =>
        other.kind === 'customer' &&
        other.gid !== but &&
        typeof email === 'string' &&
        other.fields['email'] === email,
    )
  /** The other account of the old store that a customer belongs to. */
  async function accountOf(intent: WriteIntent, holder: StoredRecord): Promise<string | null> {
    const own = holder.sourceId === intent.record.sourceId ? null : holder.sourceId
    const owner = own ?? (await intent.ownerOf(holder.gid))
    return owner === null || owner.startsWith('guest:') ? null : owner
  }

  async function accept(intent: WriteIntent): Promise<{
    record: StoredRecord
    outcome: 'created' | 'found' | 'adopted' | 'updated'
    notes: WriteNote[]
  }> {
    const { record } = intent
    const wanted = expectedFields(record)
    if (intent.op === 'update') {
      const known = stored.get(intent.gid)
      if (!known) throw new RecordError('TARGET_RECORD_GONE', record.sourceId, says('It is gone.'))
      const sent = intent.merge(snapshot(known))
      if (sent.length === 0) return { record: known, outcome: 'updated', notes: [] }
      const holder = sent.includes('email') ? holderOf(wanted['email'], known.gid) : undefined
      for (const name of sent) {
        if (holder && name === 'email') continue
        if (name === 'customer') {
          known.linked.customer = intent.references.owner
          continue
        }
        const value = wanted[name]
        if (value === undefined) delete known.fields[name]
        else known.fields[name] = value
      }
      known.children = { ...known.children, ...childrenOf(record, known.children) }
      stats.updates += 1
      stats.fieldsSent.push(...sent)
      if (holder && (await accountOf(intent, holder))) {
        throw new HeldByAnother(record.sourceId, holder.gid)
      }
      return { record: known, outcome: 'updated', notes: [] }
    }
    const own = find(record.kind, record.sourceId)
    if (own) {
      if (intent.mayExist) stats.lookUps += 1
      else stats.blindRepeats += 1
      return { record: own, outcome: 'found', notes: [] }
    }
    if (intent.mayExist) stats.lookUps += 1
    const sameEmail = record.kind === 'customer' ? holderOf(record.email) : undefined
    if (sameEmail && record.kind === 'customer' && !record.guest) {
      if (await accountOf(intent, sameEmail)) {
        throw new HeldByAnother(record.sourceId, sameEmail.gid)
      }
    }
    if (sameEmail) {
      sameEmail.sourceId ??= record.sourceId
      for (const [name, value] of Object.entries(wanted)) sameEmail.fields[name] ??= value
      const note: WriteNote = { code: 'CUSTOMER_ADOPTED', message: says('The customer existed.') }
      return { record: sameEmail, outcome: 'adopted', notes: [note] }
    }
    const created: StoredRecord = {
      kind: record.kind,
      gid: newGid(record.kind),
      sourceId: record.sourceId,
      fields: structuredClone(wanted),
      children: childrenOf(record, {}),
      linked: {
        customer: intent.references.owner,
        variants: [...intent.references.parts.values()],
      },
    }
    stored.set(created.gid, created)
    stats.creates += 1
    return { record: created, outcome: 'created', notes: [] }
  }

  const target: MemoryTarget = {
    stats,
    fault: null,
    refuse: () => null,
    get maxInFlight() {
      return maxInFlight
    },
    records: (kind) =>
      [...stored.values()].filter((record) => record.kind === kind).map((r) => structuredClone(r)),
    bySourceId: (kind, sourceId) => structuredClone(find(kind, sourceId)),
    edit(kind, sourceId, fields) {
      const record = find(kind, sourceId)
      if (!record) throw new Error(`No ${kind} ${sourceId} to edit`)
      Object.assign(record.fields, fields)
    },
    remove(kind, sourceId) {
      const record = find(kind, sourceId)
      if (record) stored.delete(record.gid)
    },
    link(orderSourceId, customer) {
      const record = find('order', orderSourceId)
      if (!record) throw new Error(`No order ${orderSourceId} to give away`)
      record.linked.customer = customer
    },
    addCustomer(email, fields = {}) {
      const gid = newGid('customer')
      stored.set(gid, {
        kind: 'customer',
        gid,
        sourceId: null,
        fields: { email, firstName: null, lastName: null, phone: null, ...fields },
        children: {},
        linked: { customer: null, variants: [] },
      })
      return gid
    },
    mergeCustomers(goneSourceId, kept, keptFields = {}) {
      const record = find('customer', goneSourceId)
      const survivor = stored.get(kept)
      if (!record || !survivor) throw new Error('Nobody to merge')
      stored.delete(record.gid)
      Object.assign(survivor.fields, keptFields)
    },
    async *write(intents, signal): AsyncGenerator<WriteResult> {
      for (const intent of intents) {
        if (signal?.aborted) return
        inFlight += 1
        maxInFlight = Math.max(maxInFlight, inFlight)
        try {
          await Promise.resolve()
          target.fault?.('before', intent)
          const refusal = target.refuse(intent.record)
          if (refusal) {
            yield { ok: false, intent, error: refusal }
            continue
          }
          const accepted = await accept(intent).catch((error: unknown) => {
            if (error instanceof RecordError) return error
            throw error
          })
          if (accepted instanceof RecordError) {
            yield { ok: false, intent, error: accepted }
            continue
          }
          const { record, outcome, notes } = accepted
          target.fault?.('accepted', intent)
          yield {
            ok: true,
            intent,
            gid: record.gid,
            outcome,
            snapshot: snapshot(record),
            children: { ...record.children },
            notes,
          }
        } finally {
          inFlight -= 1
        }
      }
    },
    findByCustomId: (kind, sourceIds) =>
      Promise.resolve(
        new Map(
          sourceIds.flatMap((sourceId) => {
            const record = find(kind, sourceId)
            return record ? [[sourceId, record.gid] as const] : []
          }),
        ),
      ),
    existing: (gids) => Promise.resolve(new Set(gids.filter((gid) => stored.has(gid)))),
    lookUp(by, values) {
      const [kind, field] = LOOK_UPS[by]
      const all = [...stored.values()].filter((record) => record.kind === kind)
      const shows = (record: StoredRecord, value: string) =>
        by === 'sku'
          ? Object.entries(record.fields).some(
              ([name, shown]) => name.endsWith('.sku') && shown === value,
            )
          : record.fields[field] === value
      return Promise.resolve(
        new Map(
          values.flatMap((value) => {
            const found = all.filter((record) => shows(record, value))
            return found.length === 0
              ? []
              : [
                  [
                    value,
                    found.map(({ gid, sourceId }) => ({ gid, sourceId, customId: sourceId })),
                  ] as const,
                ]
          }),
        ),
      )
    },
    bind(record, gid) {
      const known = stored.get(gid)
      if (!known) return Promise.resolve('gone')
      if (known.sourceId !== null && known.sourceId !== record.sourceId) {
        return Promise.resolve('taken')
      }
      known.sourceId = record.sourceId
      return Promise.resolve('bound')
    },
    async *listOurs(kind): AsyncGenerator<OurRecord[]> {
      await Promise.resolve()
      yield [...stored.values()].flatMap((record) =>
        record.kind === kind && record.sourceId !== null
          ? [{ gid: record.gid, sourceId: record.sourceId }]
          : [],
      )
    },
    ownedBy: (of, owners) =>
      Promise.resolve(
        [...stored.values()].flatMap(({ kind, sourceId, linked }) =>
          kind === of && sourceId !== null && owners.includes(linked.customer ?? '')
            ? [sourceId]
            : [],
        ),
      ),
    show: (kind, gids) =>
      Promise.resolve(
        new Map(
          gids.flatMap((gid) => {
            const record = stored.get(gid)
            return record?.kind === kind ? [[gid, shownRecord(record)] as const] : []
          }),
        ),
      ),
    retire(kind, gid, by) {
      if (RETIRED_BY[kind] !== by) return Promise.resolve({ done: 'not possible' })
      const known = stored.get(gid)
      if (!known) return Promise.resolve({ done: 'gone' })
      if (by === 'archive') known.fields['status'] = 'archived'
      else known.fields['cancelled'] = true
      return Promise.resolve({ done: by === 'archive' ? 'archived' : 'cancelled' })
    },
    replaceUnique(_kind, gid, email) {
      const known = stored.get(gid)
      const had = known?.fields['email']
      if (known) known.fields['email'] = email
      return Promise.resolve(typeof had === 'string' ? had : null)
    },
    unbind(kind, gid, sourceId) {
      const known = stored.get(gid)
      if (known?.kind === kind && known.sourceId === sourceId) known.sourceId = null
      return Promise.resolve()
    },
    followCategory: () => Promise.resolve({ result: 'none' }),
    expectedFormerly: () => Promise.resolve({}),
    readCurrent(_kind, gids) {
      stats.reads += gids.length
      return Promise.resolve(
        gids.flatMap((gid) => {
          const record = stored.get(gid)
          return record ? [snapshot(record)] : []
        }),
      )
    },
    totals: (gids) =>
      Promise.resolve(
        new Map(
          gids.flatMap((gid) => {
            const { currency, total, placedAt } = stored.get(gid)?.fields ?? {}
            if (typeof total !== 'string' || typeof currency !== 'string') return []
            if (typeof placedAt !== 'string') return []
            return [[gid, { currency, amount: total, placedAt }] as const]
          }),
        ),
      ),
    expectedFields,
    checkAnchors: () => Promise.resolve([]),
  }
  return target
}
