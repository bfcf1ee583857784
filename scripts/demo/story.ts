import { sentenceOf, shown } from '#app/words/sentence.server.ts'
import { toldBy } from '#app/migration/messages/message.ts'
import { createInterface } from 'node:readline/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { createFormat } from '#app/words/format.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { startRun, startTask } from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import type { KindCounts, PassMode, RunProgress } from '#app/runs/run-types.ts'
import { connectSource, getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import type { VerifyAllResult } from '#app/verification/verdict/verification-types.ts'
import { IMPOSSIBLE_ON_PURPOSE } from '../../test/stand-ins/woocommerce/dataset/impossible.ts'
import type { LocalStack } from '../stack/local-stack.ts'
import type { ShopifyFigures } from './counting-proxy.ts'
import type { DemoOptions } from './arguments.ts'
import { notArrivedText, type NotArrived } from './ending.ts'
import { editAsMerchant } from './merchant-edits.ts'
import type { Terminal } from './terminal.ts'

const format = createFormat('UTC')

export type RunFigures = Record<EntityKind, KindCounts> & { points: number; mutations: number }

export type StoryResult = {
  full: RunFigures
  recent: RunFigures
  second: RunFigures
  /** The run that compares everything, whatever the change dates say. */
  everything: RunFigures
  verified: Record<
    EntityKind,
    {
      checked: number
      missing: number
      fieldDifferences: number
      totalMismatches: number
      extra: number
    }
  >
  shopify: { requests: number; points: number; throttled: number }
  ms: number
}

export type Stage = {
  stack: LocalStack
  services: Services
  terminal: Terminal
  options: DemoOptions
  /** What went over the wire to Shopify so far. */
  shopifyFigures(): Promise<ShopifyFigures>
  signal: AbortSignal
}

const PLAN_LIMIT = 100_000

const NAMES: Record<EntityKind, string> = {
  product: 'products',
  customer: 'customers',
  order: 'orders',
}

/** Tells the whole story once. @throws Error with a sentence when a step cannot go on. */
export async function tellStory(
  stage: Stage,
): Promise<{ result: StoryResult; faults: string[]; impossible: NotArrived[] }> {
  const { terminal, stack, services } = stage
  const startedAt = Date.now()
  const connection = stage.options.source ?? stack.source
  if (!connection) throw new Error('There is no old store to read from.')

  terminal.heading('Connecting the old store')
  const connected = await connectSource(services, stack.shop, {
    cart: connection.cart,
    url: connection.url,
    ...connection.typed,
  })
  if (!connected.ok) throw new Error(refusalText(shown(connected.problem)))
  const { project } = connected
  terminal.line(
    `  ${project.sourceName}: ${cartOf(connection.cart).name} ${project.sourceVersion}, ${project.sourceCurrency}, ${project.sourceTimezone}`,
  )

  // The demo's plan is large enough for any data set; a real project's limit is a setting.
  await services.prisma.project.update({
    where: { id: project.id, shop: stack.shop },
    data: { entityPointsLimit: PLAN_LIMIT },
  })

  terminal.heading('Full migration, as it was done weeks ago')
  const full = await run(stage, project.id, 'full')

  terminal.heading('Meanwhile the old store stays open')
  await letChangesHappen(stage)
  const edits = await editAsMerchant(services, stack.shop, project.id)
  for (const edit of edits) terminal.line(`  In Shopify, the merchant ${edit.what}`)

  terminal.heading('How far is Shopify behind?')
  const estimate = await estimateRun(services, stack.shop, project.id)
  for (const kind of KINDS) {
    const counted = estimate.kinds[kind]
    terminal.line(
      counted
        ? `  ${String(counted.new).padStart(6)} new and ${counted.changed} changed ${NAMES[kind]}`
        : `  ${NAMES[kind]}: not counted`,
    )
  }
  terminal.line(
    `  The run costs ${format.points(estimate.points)} Entity Points; the limit is ${format.points(estimate.limit)} a run.`,
  )

  terminal.heading('Recent Data migration')
  const recent = await run(stage, project.id, 'recent')

  terminal.heading('Verification: every record read back from Shopify')
  const verified = await verifyAll(services, stack.shop, project.id)
  showVerification(terminal, verified)
  const lostEdits: string[] = []
  for (const edit of edits) {
    if (!(await edit.stillThere()))
      lostEdits.push(`The merchant's edit was overwritten: ${edit.what}`)
  }
  if (edits.length > 0 && lostEdits.length === 0) {
    terminal.line("  The merchant's own edits are still there.")
  }

  terminal.heading('A second Recent Data migration, which should find nothing to do')
  const second = await run(stage, project.id, 'recent')

  terminal.heading('A full check: what no date of change would show')
  const everything = await run(stage, project.id, 'comparison')

  const shopify = await stage.shopifyFigures()
  const result: StoryResult = {
    full,
    recent,
    second,
    everything,
    verified: verdictsOf(verified),
    shopify: { requests: shopify.requests, points: shopify.points, throttled: shopify.throttled },
    ms: Date.now() - startedAt,
  }
  const failed = await notArrived(services, stack.shop, project.id)
  const isInvented = stack.source !== null
  const impossible = failed.filter((record) => stack.oldStore !== null && isOnPurpose(record))
  return {
    result,
    impossible,
    faults: [
      ...lostEdits,
      ...failed
        .filter((record) => !impossible.includes(record))
        .map((record) => `Did not arrive: ${notArrivedText(record)}`),
      ...impossible
        .filter(({ why }) => why === '')
        .map((record) => `Nobody was told why this did not arrive: ${notArrivedText(record)}`),
      ...(await neverRead(services, project.id, stack.shop, verified)),
      ...faultsIn(result, verified, isInvented),
    ],
  }
}

/** Why the old store was not connected, with the way round it that only this command has. */
function refusalText({ code, reason }: { code: string; reason: string }): string {
  return code === 'ADDRESS_NOT_ALLOWED'
    ? `${reason} To try the app with a store on this machine or in your own network, add --allow-private-source (the app itself: DEV_ALLOW_PRIVATE_SOURCES=true, never in production).`
    : reason
}

async function run(
  stage: Stage,
  projectId: string,
  mode: PassMode | 'comparison',
): Promise<RunFigures> {
  const { services, stack, terminal, signal } = stage
  const before = await stage.shopifyFigures()
  const started =
    mode === 'comparison'
      ? await startTask(services, stack.shop, projectId, { mode })
      : await startRun(services, stack.shop, projectId, mode)
  if (!started.ok)
    throw new Error(
      shown(started.problems)
        .map(({ message }) => message)
        .join(' '),
    )
  for (;;) {
    signal.throwIfAborted()
    const progress = await runProgress(services, stack.shop, started.runId)
    terminal.progress(`  ${progressLine(progress)}`)
    if (progress.run.state === 'completed') break
    if (['failed', 'paused', 'cancelled'].includes(progress.run.state)) {
      terminal.endProgress()
      throw new Error(
        `The run is ${progress.run.state}: ${progress.run.reason ?? 'no reason given'}`,
      )
    }
    await wait(500, undefined, { signal })
  }
  terminal.endProgress()
  const { kinds, run: view } = await runProgress(services, stack.shop, started.runId)
  const columns = [
    'new',
    'changed',
    'unchanged',
    'created',
    'updated',
    'conflicts',
    'skipped',
    'failed',
  ] as const
  terminal.table([
    ['', ...columns],
    ...KINDS.map((kind) => [
      NAMES[kind],
      ...columns.map((column) => String(kinds[kind].counts[column])),
    ]),
  ])
  const after = await stage.shopifyFigures()
  const mutations = after.mutations - before.mutations
  terminal.line(
    `  ${format.points(view.points)} Entity Points; ${after.requests - before.requests} Shopify requests, ${mutations} of them mutations, ${Math.round(after.points - before.points)} API points.`,
  )
  return {
    product: kinds.product.counts,
    customer: kinds.customer.counts,
    order: kinds.order.counts,
    points: Number(view.points),
    mutations,
  }
}

function progressLine(progress: RunProgress): string {
  const parts = KINDS.map((kind) => {
    const { done, total } = progress.kinds[kind]
    return `${NAMES[kind]} ${done}${total === null ? '' : `/${total}`}`
  })
  const rates = KINDS.map((kind) => progress.kinds[kind]).find((kind) => kind.state === 'running')
  const rate = rates?.ratePerMinute ? ` · ${Math.round(rates.ratePerMinute)} a minute` : ''
  return `${parts.join(' · ')}${rate}`
}

async function letChangesHappen(stage: Stage): Promise<void> {
  const { stack, terminal, options, signal } = stage
  if (stack.source) {
    const answer = await fetch(`${stack.source.url}/__control/story`, { method: 'POST' })
    if (!answer.ok) throw new Error(`The old store did not play its part (HTTP ${answer.status}).`)
    const summary = storySchema.parse(await answer.json())
    for (const text of summary.happened) terminal.line(`  ${text}`)
    return
  }
  if (options.waitSeconds !== null || !process.stdin.isTTY) {
    const seconds = options.waitSeconds ?? 0
    if (seconds > 0)
      terminal.line(`  Waiting ${seconds} seconds: change something in the old store now.`)
    await wait(seconds * 1000, undefined, { signal })
    return
  }
  const ask = createInterface({ input: process.stdin, output: process.stdout })
  try {
    await ask.question('  Change something in the old store, then press Enter. ', { signal })
  } finally {
    ask.close()
  }
}

const storySchema = z.object({ happened: z.array(z.string()) })

function verdictsOf(verified: VerifyAllResult): StoryResult['verified'] {
  const verdict = (kind: EntityKind) => {
    const { checked, missing, fieldDifferences, totalMismatches, extra } = verified.kinds[kind]
    return { checked, missing, fieldDifferences, totalMismatches, extra }
  }
  return { product: verdict('product'), customer: verdict('customer'), order: verdict('order') }
}

function showVerification(terminal: Terminal, verified: VerifyAllResult): void {
  const columns = [
    'checked',
    'missing',
    'fieldDifferences',
    'totalMismatches',
    'extra',
    'conflicts',
    'explained',
    'unseen',
    'failed',
  ] as const
  const titles = [
    'checked',
    'missing',
    'fields differ',
    'totals differ',
    'extra',
    'conflicts',
    'explained',
    'unseen',
    'failed',
  ]
  terminal.table([
    ['', ...titles],
    ...KINDS.map((kind) => [
      NAMES[kind],
      ...columns.map((column) => String(verified.kinds[kind][column])),
    ]),
  ])
  for (const { kind, sourceId, what, values } of verified.samples) {
    const both = values
      ? `: ${shownValue(values.source)} in the old store, ${shownValue(values.target)} in Shopify`
      : ''
    terminal.line(`  ${kind} ${sourceId}: ${what}${both}`)
  }
}

const LONGEST_VALUE = 160

function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

/** Every record that did not arrive, whichever run met it, and why. */
async function notArrived(
  services: Services,
  shop: string,
  projectId: string,
): Promise<NotArrived[]> {
  const failed = await services.prisma.issue.findMany({
    where: { shop, projectId, severity: 'failed', resolvedAt: null },
    select: { kind: true, sourceId: true, message: true, said: true },
    orderBy: [{ kind: 'asc' }, { sourceId: 'asc' }],
  })
  return failed.map(({ kind, sourceId, ...row }) => ({
    kind,
    sourceId,
    why: sentenceOf(toldBy(row)),
  }))
}

function isOnPurpose({ kind, sourceId }: NotArrived): boolean {
  return IMPOSSIBLE_ON_PURPOSE.some((known) => known.kind === kind && String(known.id) === sourceId)
}

/** What the old store counts and nobody has read; customers without an account are counted by none. */
async function neverRead(
  services: Services,
  projectId: string,
  shop: string,
  verified: VerifyAllResult,
): Promise<string[]> {
  const project = await getProject(services, shop, projectId)
  const source = await sourceConnectorFor(services, project)
  const faults: string[] = []
  for (const kind of ['product', 'order'] as const) {
    const to = (await source.now(kind)).clock
    const { count, exact } = await source.count(kind, { from: null, to })
    const unread = count - verified.kinds[kind].checked
    if (exact && unread > 0) {
      faults.push(
        `The old store counts ${count} ${NAMES[kind]}, ${unread} of which were never read: they are hidden from its REST API, or came in the last moments.`,
      )
    }
  }
  return faults
}

function faultsIn(
  result: StoryResult,
  verified: VerifyAllResult,
  changesExpected: boolean,
): string[] {
  const faults: string[] = []
  for (const kind of KINDS) {
    const { missing, fieldDifferences, totalMismatches, extra, checked } = verified.kinds[kind]
    const found = [
      [missing, 'missing'],
      [fieldDifferences, 'fields that differ'],
      [totalMismatches, 'totals that differ'],
      [extra, 'in Shopify only'],
    ] as const
    const words = found.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))
    if (words.length > 0) faults.push(`Verification of ${NAMES[kind]}: ${words.join(', ')}.`)
    if (changesExpected && checked === 0) faults.push(`No ${NAMES[kind]} were verified.`)
    if (changesExpected && result.recent[kind].new === 0) {
      faults.push(`The Recent Data run found no new ${NAMES[kind]}.`)
    }
    // A real store may go on changing between the two runs.
    if (changesExpected && result.second[kind].created + result.second[kind].updated > 0) {
      faults.push(`The second run wrote ${NAMES[kind]}.`)
    }
    if (changesExpected && result.everything[kind].created + result.everything[kind].updated > 0) {
      faults.push(`The full check found ${NAMES[kind]} that the runs before had missed.`)
    }
  }
  if (changesExpected && result.second.mutations > 0) {
    faults.push(`The second run sent ${result.second.mutations} mutations to Shopify.`)
  }
  return faults
}
