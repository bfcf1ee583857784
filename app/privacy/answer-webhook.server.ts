import { projectSays } from '#app/migration/messages/projects.ts'
import type { Database, Transaction } from '#app/db.server.ts'
import { forgetRecords, forgetShop, recordsBehind } from '#app/migration/ledger/erase.server.ts'
import { appendRunEvent } from '#app/runs/run-log.server.ts'
import { runTaskSchema } from '#app/runs/run-task.ts'
import { LIVE_STATES, nextState } from '#app/runs/run-states.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { rememberErased } from '#app/projects/erasures.server.ts'
import { KEPT_DAYS } from './exports.server.ts'
import {
  customerGid,
  dataRequestSchema,
  orderGid,
  redactCustomerSchema,
  type Topic,
} from './webhook-topics.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { toldBy } from '#app/migration/messages/message.ts'
import { reasonColumns } from '#app/runs/run-rows.server.ts'

type Deps = { prisma: Database; logger: Logger; settings: { fingerprintKey: string } }

export type Webhook = {
  /** `X-Shopify-Webhook-Id`: the same for each delivery of one event. */
  id: string
  shop: string
  topic: Topic
  payload: unknown
  /** When it happened, by Shopify's clock (`X-Shopify-Triggered-At`); null when that is not said. */
  triggeredAt: Date | null
}

/**
 * A large store's rows take longer to delete than Prisma lets a transaction last by default. Shopify
 * stops listening after five seconds and delivers again; that delivery finds the work done.
 */
const PATIENT = { maxWait: 10_000, timeout: 300_000 }

/**
 * Does what a verified webhook asks, once: Shopify delivers a webhook more than once, and the
 * delivery is remembered in the transaction that does the work.
 * @returns false when this delivery was answered before, or the shop is not known.
 * @throws ZodError for a payload that is not what Shopify documents.
 */
export async function answerWebhook(deps: Deps, webhook: Webhook): Promise<boolean> {
  const { shop, topic } = webhook
  const done = await deps.prisma.$transaction(async (tx) => {
    // Of a shop that is forgotten, or was never here, nothing is held and nothing may be kept.
    if (!(await holdShop(tx, shop))) return false
    const remembered = await tx.webhookDelivery.createMany({
      data: [{ id: webhook.id, shop, topic }],
      skipDuplicates: true,
    })
    if (remembered.count === 0) return false
    await forgetOld(tx)
    switch (topic) {
      case 'app/uninstalled':
        await uninstall(tx, shop, webhook.triggeredAt)
        break
      case 'customers/data_request':
        await exportCustomer(tx, shop, webhook.payload)
        break
      case 'customers/redact':
        await redactCustomer(tx, deps.settings.fingerprintKey, shop, webhook.payload)
        break
      case 'shop/redact':
        await redactShop(tx, shop)
        break
      default:
        topic satisfies never
    }
    return true
  }, PATIENT)
  deps.logger.info({ shop, topic, repeated: !done }, 'Answered a webhook')
  return done
}

/**
 * One webhook of a shop at a time: none may leave something behind while another deletes everything.
 * Then its runs, as every transaction of the ledger begins: what a worker is recording is finished
 * first, and the two cannot wait for each other.
 * @returns false when the shop is not known.
 */
async function holdShop(tx: Transaction, shop: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from "Shop" where "domain" = ${shop} for update`
  await tx.$queryRaw`select 1 from "Run" where "shop" = ${shop} order by "id" for update`
  return rows.length > 0
}

/** Of every shop: a store that is gone sends nothing more that could remind us of its own. */
async function forgetOld(tx: Transaction): Promise<void> {
  const days = `${KEPT_DAYS} days`
  await tx.$executeRaw`delete from "WebhookDelivery" where "receivedAt" < now() - ${days}::interval`
  await tx.$executeRaw`delete from "PrivacyExport" where "createdAt" < now() - ${days}::interval`
}

/**
 * The token is void from now on; what was migrated stays for a new installation. A webhook may come
 * late: when Shopify gave us a token after the uninstall happened, the app is there again, and what
 * is stored belongs to the new installation.
 */
async function uninstall(tx: Transaction, shop: string, at: Date | null): Promise<void> {
  const installed = await tx.shop.findUnique({
    where: { domain: shop },
    select: { accessGrantedAt: true },
  })
  if (at && installed?.accessGrantedAt && installed.accessGrantedAt > at) return
  await tx.session.deleteMany({ where: { shop } })
  await tx.shop.updateMany({ where: { domain: shop }, data: { uninstalledAt: new Date() } })
  const stopped = reasonColumns('APP_UNINSTALLED', runSays('uninstalled'))
  for (const from of LIVE_STATES) {
    const to =
      nextState(from, 'settle_pause') ??
      nextState(from, 'settle_cancel') ??
      nextState(from, 'request_pause') ??
      from
    const runs = await tx.run.updateManyAndReturn({
      where: { shop, state: from },
      // Its worker loses the lease with this and writes nothing more.
      data: {
        ...stopped,
        state: to,
        pausedAt: new Date(),
        resumeAt: null,
        leaseOwner: null,
        leaseExpiresAt: null,
      },
      select: { id: true },
    })
    for (const { id } of runs)
      await appendRunEvent(tx, { shop, runId: id }, 'warn', runSays('uninstalled'))
  }
}

/** Kept for the merchant, who passes it on to the customer: shown under Settings. */
async function exportCustomer(tx: Transaction, shop: string, payload: unknown): Promise<void> {
  const request = dataRequestSchema.parse(payload)
  const customerId = request.customer.id
  const held = await recordsBehind(tx, shop, gidsOf(customerId, request.orders_requested))
  await tx.privacyExport.create({
    data: {
      shop,
      requestId: request.data_request.id,
      content: {
        customer: customerGid(customerId),
        about: sentenceOf(projectSays('privacyExport')),
        links: held.mappings.map((mapping) => ({
          project: mapping.projectId,
          kind: mapping.kind,
          idInOldStore: mapping.sourceId,
          idInShopify: mapping.gid,
          fingerprint: mapping.fingerprint,
          changedInOldStoreAt: mapping.sourceChangedAt,
          createdAt: mapping.createdAt.toISOString(),
          updatedAt: mapping.updatedAt.toISOString(),
        })),
        outcomes: held.outcomes.map((outcome) => ({
          run: outcome.runId,
          kind: outcome.kind,
          idInOldStore: outcome.sourceId,
          outcome: outcome.outcome,
          reference: outcome.reference,
          amount: outcome.amount,
          at: outcome.at.toISOString(),
        })),
        issues: held.issues.map((issue) => ({
          run: issue.runId,
          kind: issue.kind,
          idInOldStore: issue.sourceId,
          code: issue.code,
          message: sentenceOf(toldBy(issue)),
          reference: issue.reference,
          at: issue.createdAt.toISOString(),
        })),
        unfinished: held.intents.map((intent) => ({
          run: intent.runId,
          kind: intent.kind,
          idInOldStore: intent.sourceId,
          at: intent.createdAt.toISOString(),
        })),
        possibleLinks: held.proposals.map((proposal) => ({
          project: proposal.projectId,
          kind: proposal.kind,
          idInOldStore: proposal.sourceId,
          idInShopify: proposal.gid,
          recognisedBy: proposal.matchedBy,
          reference: proposal.reference,
          at: proposal.createdAt.toISOString(),
        })),
      },
    },
  })
}

/** The customer and their orders, in Shopify; a guest's records are found through them as well. */
function gidsOf(customerId: string, orderIds: readonly string[] | null | undefined): string[] {
  return [customerGid(customerId), ...(orderIds ?? []).map(orderGid)]
}

/** What is left is a keyed hash of each record's id, by which the record is not brought again. */
async function redactCustomer(
  tx: Transaction,
  fingerprintKey: string,
  shop: string,
  payload: unknown,
): Promise<void> {
  const request = redactCustomerSchema.parse(payload)
  const customerId = request.customer.id
  const held = await recordsBehind(tx, shop, gidsOf(customerId, request.orders_to_redact))
  await forgetChosen(tx, shop, held.records)
  await forgetRecords(tx, shop, held)
  await rememberErased(tx, fingerprintKey, shop, held.mappings)
  await tx.privacyExport.deleteMany({
    where: {
      shop,
      content: { path: ['customer'], equals: customerGid(customerId) },
    },
  })
}

/** What a run was told to try again names its records. */
async function forgetChosen(
  tx: Transaction,
  shop: string,
  gone: readonly { projectId: string; kind: string; sourceId: string }[],
): Promise<void> {
  if (gone.length === 0) return
  const projectId = { in: [...new Set(gone.map((record) => record.projectId))] }
  const runs = await tx.run.findMany({
    where: { shop, projectId, mode: 'retry' },
    select: { id: true, projectId: true, task: true },
  })
  for (const run of runs) {
    const task = runTaskSchema.safeParse(run.task)
    if (!task.success || task.data.mode !== 'retry') continue
    const records = task.data.records.filter(
      ({ kind, sourceId }) =>
        !gone.some(
          (each) =>
            each.projectId === run.projectId && each.kind === kind && each.sourceId === sourceId,
        ),
    )
    if (records.length === task.data.records.length) continue
    await tx.run.update({ where: { id: run.id, shop }, data: { task: { ...task.data, records } } })
  }
}

/** Every row of the shop, the memory of its webhooks and its waiting jobs included. */
async function redactShop(tx: Transaction, shop: string): Promise<void> {
  await deleteJobs(tx, shop)
  await tx.session.deleteMany({ where: { shop } })
  await tx.runEvent.deleteMany({ where: { shop } })
  await forgetShop(tx, shop)
  await tx.erasure.deleteMany({ where: { shop } })
  await tx.project.deleteMany({ where: { shop } })
  await tx.privacyExport.deleteMany({ where: { shop } })
  await tx.webhookDelivery.deleteMany({ where: { shop } })
  await tx.shop.deleteMany({ where: { domain: shop } })
}

/** Queued and finished jobs name the run or the shop; pg-boss keeps finished ones for a while. */
async function deleteJobs(tx: Transaction, shop: string): Promise<void> {
  const [found] = await tx.$queryRaw<{ there: boolean }[]>`
    select to_regclass('pgboss.job') is not null as there`
  if (!found?.there) return
  await tx.$executeRaw`
    delete from pgboss.job
    where data->>'shop' = ${shop}
       or data->>'runId' in (select id::text from "Run" where shop = ${shop})
       or data->>'projectId' in (select id::text from "Project" where shop = ${shop})`
}
