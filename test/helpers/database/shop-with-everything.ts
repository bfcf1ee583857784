import { randomUUID } from 'node:crypto'
import type { Database } from '#app/db.server.ts'

/** Ids of what one shop owns: at least one row in every table that belongs to a shop. */
export type Belongings = {
  shop: string
  projectId: string
  runId: string
  exportId: string
  /** Open ones of each severity, for each kind. */
  issueIds: string[]
  proposalId: string
  sourceUrl: string
}

const KINDS = { product: 'Product', customer: 'Customer', order: 'Order' } as const

/** One of each severity: a conflict, a record that did not arrive, one deleted in the old store. */
const ISSUES = { conflict: 'CONFLICT', failed: 'REJECTED', note: 'SOURCE_RECORD_DELETED' } as const

/**
 * Fills every table that belongs to a shop, as after a run that is paused.
 * @param label stands in every name, reference and message, so that a test can look for it.
 */
export async function shopWithEverything(
  prisma: Database,
  shop: string,
  label: string,
): Promise<Belongings> {
  await prisma.shop.upsert({ where: { domain: shop }, create: { domain: shop }, update: {} })
  const sourceUrl = `https://${shop.split('.')[0]}-old-store.example`
  const { id: projectId } = await prisma.project.create({
    data: {
      shop,
      name: `${label} project`,
      cart: 'woocommerce',
      sourceUrl,
      sourceStoreId: randomUUID(),
      sourceName: `${label} store`,
      sourceVersion: '9',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: new Uint8Array([1]),
      credentialsKeyId: 'k1',
      options: { targetCurrency: 'EUR' },
    },
  })
  const { id: runId } = await prisma.run.create({
    data: {
      shop,
      projectId,
      mode: 'full',
      state: 'paused',
      reasonCode: 'STOPPED_BY_MERCHANT',
      reason: `${label} reason`,
      startedAt: new Date(),
      events: { create: { shop, level: 'info', message: `${label} event` } },
      task: { mode: 'retry', records: [{ kind: 'order', sourceId: `${label} 1` }] },
    },
  })
  const issueIds: string[] = []
  for (const [kind, type] of Object.entries(KINDS)) {
    const record = { shop, projectId, kind, sourceId: `${label} ${kind}` }
    const gid = `gid://shopify/${type}/${shop.length}00${issueIds.length + 1}`
    await prisma.mapping.create({
      data: {
        ...record,
        gid,
        fingerprint: 'f',
        sourceFields: {},
        targetFields: {},
        mappingVersion: 1,
        firstRunId: runId,
        lastRunId: runId,
      },
    })
    await prisma.outcome.create({
      data: {
        ...record,
        runId,
        gid,
        classification: 'new',
        outcome: 'created',
        reference: `${label} ${kind}`,
        amount: '10.00 EUR',
      },
    })
    for (const [severity, code] of Object.entries(ISSUES)) {
      const { id } = await prisma.issue.create({
        data: {
          ...record,
          runId,
          severity,
          code,
          message: `${label} issue`,
          reference: `${label} ${kind}`,
          mappingVersion: 1,
        },
      })
      issueIds.push(String(id))
    }
    const left = await prisma.issue.create({
      data: {
        ...record,
        sourceId: `${label} left ${kind}`,
        runId,
        severity: 'failed',
        code: 'REJECTED',
        message: `${label} issue`,
        reference: `${label} ${kind}`,
        mappingVersion: 1,
        resolution: 'left_behind',
        resolvedAt: new Date('2026-01-01T00:00:00Z'),
        decidedAt: new Date('2026-01-01T00:00:00Z'),
        decidedBy: `${label} staff`,
      },
    })
    issueIds.push(String(left.id))
    await prisma.intent.create({
      data: { projectId, runId, kind, sourceId: `${label} intent` },
    })
    await prisma.watermark.create({ data: { projectId, runId, kind, at: '2026-01-01T00:00:00Z' } })
    await prisma.comparisonPass.create({ data: { runId, kind } })
    await prisma.comparisonFinding.create({ data: { ...record, runId, why: 'missing' } })
    await prisma.runPass.create({ data: { runId, kind, windowTo: '2026-01-01T00:00:00Z' } })
    await prisma.dueRecord.create({
      data: { shop, projectId, kind, sourceId: `${label} due`, at: '2026-01-01T00:00:00Z' },
    })
    await prisma.erasure.create({ data: { shop, projectId, kind, key: `${label} ${kind}` } })
    await prisma.sourceAnswer.create({
      data: { shop, projectId, kind, connection: 'c', readAt: new Date() },
    })
  }
  await prisma.orderTotal.create({
    data: { shop, projectId, runId, sourceId: `${label} order`, currency: 'EUR', amount: '12.30' },
  })
  await prisma.sourceCategory.create({
    data: { shop, projectId, sourceId: `${label} category`, name: 'Mugs' },
  })
  await prisma.projectEstimate.create({
    data: {
      shop,
      projectId,
      mode: 'recent',
      failedCode: 'TIMEOUT',
      failedMessage: `${label} count`,
    },
  })
  const proposal = await prisma.relinkProposal.create({
    data: {
      shop,
      projectId,
      runId,
      kind: 'order',
      sourceId: `${label} order`,
      gid: 'gid://shopify/Order/1',
      matchedBy: 'order_name',
      reference: `${label} order`,
    },
  })
  const answer = await prisma.privacyExport.create({
    data: { shop, requestId: '77', content: { customer: `${label} export` } },
  })
  await prisma.webhookDelivery.create({
    data: { id: randomUUID(), shop, topic: 'customers/data_request' },
  })
  return {
    shop,
    projectId,
    runId,
    exportId: answer.id,
    issueIds,
    proposalId: String(proposal.id),
    sourceUrl,
  }
}
