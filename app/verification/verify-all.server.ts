import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import { KINDS, perKind, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { TargetSnapshot, TargetWriter } from '#app/migration/engine/ports/target.ts'
import { getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import { comparableFields } from '#app/migration/kinds/comparable.ts'
import { expectedOwner, ownerIdsOf } from '#app/migration/kinds/owner.ts'
import { turn } from '#app/platform/turn.ts'
import { compareFields, UNSEEN } from './verdict/compare-record.ts'
import { findExtra } from './extra.server.ts'
import type { Remembered } from '#app/migration/ledger/queries/mappings.server.ts'
import { isUndatedChange, remembered } from './remembered.server.ts'
import type {
  DifferenceSample,
  FieldComparison,
  KindVerdict,
  VerifyAllResult,
} from './verdict/verification-types.ts'

const MAX_SAMPLES = 50

type Check = {
  services: Services
  shop: string
  projectId: string
  source: SourceConnector
  target: TargetWriter
  result: VerifyAllResult
}

/**
 * Compares everything: reads every record of the source and every target record back from Shopify,
 * and judges them field by field. Writes nothing. The order of kinds matters: guests show up on
 * orders and are checked as customers at the end.
 * @throws NotFound | PauseRun | RetriableError | FatalError when one side cannot be read to the end
 */
export async function verifyAll(
  services: Services,
  shop: string,
  projectId: string,
): Promise<VerifyAllResult> {
  const project = await getProject(services, shop, projectId)
  const source = await sourceConnectorFor(services, project)
  const check: Check = {
    services,
    shop,
    projectId: project.id,
    source,
    target: services.targetWriter(shop, targetOptions(project)),
    result: {
      kinds: perKind(noVerdict),
      samples: [],
    },
  }
  const guests = new Map<string, CanonicalCustomer>()
  for (const kind of KINDS) {
    const seen = new Set<string>()
    const window = { from: null, to: (await source.now(kind)).clock }
    for await (const page of source.readChanged(kind, window)) {
      const records = page.records.filter(({ sourceId }) => !seen.has(sourceId))
      const rejected = page.rejected.filter(({ sourceId }) => !seen.has(sourceId))
      for (const { sourceId } of [...records, ...rejected]) seen.add(sourceId)
      const customers = await checkPage(check, kind, records, rejected)
      for (const { record } of records) {
        const guest = record.kind === 'order' ? guestBehind(record, customers) : null
        if (guest && !guests.has(guest.sourceId)) guests.set(guest.sourceId, guest)
      }
    }
  }
  const asRecords = [...guests.values()].map((record): SourceRecord => ({
    kind: 'customer',
    sourceId: record.sourceId,
    changedAt: null,
    rowHash: null,
    identity: null,
    remarks: [],
    record,
  }))
  for (let start = 0; start < asRecords.length; start += 100) {
    await checkPage(check, 'customer', asRecords.slice(start, start + 100), [])
  }
  const scope = { shop, projectId: project.id }
  for (const kind of KINDS) {
    const extra = await findExtra(services, scope, check.target, kind)
    check.result.kinds[kind].extra = extra.length
    for (const { sourceId } of extra) {
      sample(check, { kind, sourceId, what: 'extra record in Shopify' })
    }
  }
  return check.result
}

/** The guest an order is linked to: it names no account, or one that could not be found. */
function guestBehind(
  { customerSourceId, guest }: CanonicalOrder,
  customers: ReadonlyMap<string, Remembered>,
): CanonicalCustomer | null {
  if (guest === null || customerSourceId === guest.sourceId) return guest
  const standsIn = !customers.has(customerSourceId ?? '') && customers.has(guest.sourceId)
  return standsIn ? guest : null
}

function noVerdict(): KindVerdict {
  return {
    checked: 0,
    missing: 0,
    fieldDifferences: 0,
    totalMismatches: 0,
    extra: 0,
    conflicts: 0,
    explained: 0,
    unseen: 0,
    kept: 0,
    failed: 0,
  }
}

/** @returns what is remembered of the orders' customers */
async function checkPage(
  check: Check,
  kind: EntityKind,
  records: readonly SourceRecord[],
  rejected: readonly RecordError[],
): Promise<ReadonlyMap<string, Remembered>> {
  const { services, shop, projectId, target } = check
  const verdict = check.result.kinds[kind]
  const ids = [...records, ...rejected].map(({ sourceId }) => sourceId)
  if (ids.length === 0) return new Map()
  const { mappings, issues } = await remembered(services, { shop, projectId, kind }, ids)
  const gids = [...new Set([...mappings.values()].map(({ gid }) => gid))]
  const byGid = new Map((await target.readCurrent(kind, gids)).map((each) => [each.gid, each]))
  const parents = ownerIdsOf(records.map(({ record }) => record))
  const customers = await remembered(services, { shop, projectId, kind: 'customer' }, parents)
  verdict.checked += ids.length

  const absent = (sourceId: string) => {
    const open = issues.get(sourceId) ?? []
    if (open.some(({ severity }) => severity === 'failed')) verdict.failed += 1
    // The merchant deleted it in Shopify and has been asked what to do about it.
    else if (open.some(({ code }) => code === 'TARGET_RECORD_GONE')) verdict.conflicts += 1
    else {
      verdict.missing += 1
      sample(check, { kind, sourceId, what: 'missing' })
    }
  }
  for (const { sourceId } of rejected) absent(sourceId)
  for (const each of records) {
    await turn()
    const { sourceId, record } = each
    const mapping = mappings.get(sourceId)
    const snapshot = mapping && byGid.get(mapping.gid)
    if (!mapping || !snapshot) {
      absent(sourceId)
      continue
    }
    const fields = compareFields({
      expected: comparableFields(
        kind,
        target.expectedFields(record, expectedOwner(record, customers.mappings, mapping)),
        mapping,
      ),
      shown: snapshot.fields,
      formerly: snapshot.formerly,
      base: mapping,
      remarks: issues.get(sourceId) ?? [],
      isUndatedChange: isUndatedChange(check.source, each, mapping),
      fingerprintKey: services.settings.fingerprintKey,
    })
    const guest = record.kind === 'customer' && record.guest
    judge(check, kind, sourceId, snapshot, guest ? onlyEmail(fields) : fields)
    verdict.conflicts += (issues.get(sourceId) ?? []).filter(
      ({ severity }) => severity === 'conflict',
    ).length
  }
  return customers.mappings
}

/** Each order describes its guest anew; only the e-mail says who it is. */
function onlyEmail(fields: readonly FieldComparison[]): FieldComparison[] {
  return fields.filter(({ field }) => field === 'email')
}

function judge(
  check: Check,
  kind: EntityKind,
  sourceId: string,
  snapshot: TargetSnapshot,
  fields: readonly FieldComparison[],
): void {
  const verdict = check.result.kinds[kind]
  for (const { field, source, target, verdict: each, note } of fields) {
    switch (each) {
      case 'equal':
        break
      case 'kept':
        verdict.kept += 1
        break
      case 'explained':
        if (note === UNSEEN) verdict.unseen += 1
        else verdict.explained += 1
        break
      case 'different':
        if (snapshot.kind === 'order' && field === 'total') verdict.totalMismatches += 1
        else verdict.fieldDifferences += 1
        sample(check, { kind, sourceId, what: field, values: { source, target } })
    }
  }
}

function sample({ result }: Check, difference: DifferenceSample): void {
  if (result.samples.length < MAX_SAMPLES) result.samples.push(difference)
}
