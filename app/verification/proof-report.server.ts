import { verificationSays } from '#app/migration/messages/verification.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import type { Readable } from 'node:stream'
import { amountText, decimal, subtract } from '#app/migration/kinds/values/money.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import { projectIssues } from '#app/runs/history/run-lists.server.ts'
import { findRun } from '#app/runs/run-rows.server.ts'
import type { IssueView } from '#app/runs/run-types.ts'
import type { Services } from '#app/services.server.ts'
import { KIND_NOUNS, SHOWN_KINDS } from '#app/words/names.ts'
import { toCsv } from './csv.server.ts'
import { verdictOf } from './verdict/verdict-words.ts'
import type { VerifyPage, VerifyRow } from './verdict/verification-types.ts'
import { verifyRun } from './verify-run.server.ts'

export type Report = { fileName: string; csv: Readable }

const ROWS_AT_ONCE = 50
const ISSUES_AT_ONCE = 250

const OUTCOME_WORDS: Readonly<Record<OutcomeKind, string>> = {
  created: 'Added',
  updated: 'Updated',
  unchanged: 'No change',
  conflict: 'Conflict',
  skipped: 'Left out',
  failed: 'Did not arrive',
}

type ReportRow = VerifyRow & { unread: string | null }

/**
 * What a run brought, for the merchant's files: a line per order, customer and product it touched,
 * each read from both stores while the file is written, in pages of fifty. No names, e-mail
 * addresses or postal addresses: references, amounts and links are enough to look everything up.
 * @throws NotFound before the first line; later a failure breaks the file off.
 */
export async function proofReport(
  services: Services,
  shop: string,
  runId: string,
): Promise<Report> {
  const run = await findRun(services.prisma, shop, runId)
  const admin = `https://admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, '')}`

  async function* rows(): AsyncGenerator<ReportRow> {
    for (const kind of SHOWN_KINDS) {
      let cursor: string | null = null
      do {
        const page: VerifyPage = await verifyRun(services, shop, run.id, kind, {
          filter: 'touched',
          cursor,
          limit: ROWS_AT_ONCE,
        })
        const unread = page.problem && sentenceOf(page.problem.message)
        for (const row of page.rows) yield { ...row, unread }
        cursor = page.next
      } while (cursor !== null)
    }
  }

  return {
    fileName: `migration-report-${dayOf(run.createdAt)}-${run.id.slice(0, 8)}.csv`,
    csv: toCsv<ReportRow>(
      [
        { header: 'Kind', cell: ({ kind }) => KIND_NOUNS[kind] },
        { header: 'Reference', cell: ({ reference }) => reference },
        { header: 'Id in the old store', cell: ({ sourceId }) => sourceId },
        { header: 'What happened', cell: ({ outcome }) => OUTCOME_WORDS[outcome] },
        { header: 'In Shopify now', cell: (row) => verdictOf(row).text },
        { header: 'Fields that differ', cell: differing },
        { header: 'Amount in the old store', cell: (row) => amounts(row).source },
        { header: 'Amount in Shopify', cell: (row) => amounts(row).target },
        { header: 'Difference', cell: (row) => amounts(row).difference },
        { header: 'Currency', cell: (row) => amounts(row).currency },
        { header: 'Link', cell: ({ adminPath }) => (adminPath ? `${admin}/${adminPath}` : '') },
        { header: 'Remarks', cell: remarks },
      ],
      rows(),
    ),
  }
}

/**
 * Every record of the run's project that is not in Shopify, whichever run met it last, with the
 * reason and what to do: those that are open, as the to-do list has them, then those left behind.
 * @throws NotFound before the first line
 */
export async function missingReport(
  services: Services,
  shop: string,
  runId: string,
): Promise<Report> {
  const { prisma, clock } = services
  const run = await findRun(prisma, shop, runId)

  async function* rows(): AsyncGenerator<IssueView> {
    for (const leftBehind of [false, true]) {
      let cursor: string | null = null
      do {
        const page: { items: IssueView[]; next: string | null } = await projectIssues(
          services,
          shop,
          run.projectId,
          { severity: 'failed', leftBehind, cursor, limit: ISSUES_AT_ONCE },
        )
        yield* page.items
        cursor = page.next
      } while (cursor !== null)
    }
  }

  return {
    fileName: `did-not-arrive-${dayOf(new Date(clock.now()))}-${run.projectId.slice(0, 8)}.csv`,
    csv: toCsv<IssueView>(
      [
        { header: 'Kind', cell: ({ kind }) => KIND_NOUNS[kind] },
        { header: 'Reference', cell: ({ reference }) => reference },
        { header: 'Id in the old store', cell: ({ sourceId }) => sourceId },
        { header: 'Reason', cell: ({ message }) => message },
        { header: 'Field', cell: ({ field }) => field ?? '' },
        { header: 'Code', cell: ({ code }) => code },
        {
          header: 'Tried again by the next run',
          cell: ({ isTransient, left }) => (isTransient && !left ? 'Yes' : 'No'),
        },
        {
          header: 'Left behind',
          cell: ({ left }) => left?.at?.toISOString() ?? (left ? 'Yes' : ''),
        },
        { header: 'Left behind by', cell: ({ left }) => (left?.by ? `Staff ${left.by}` : '') },
        { header: 'Since', cell: ({ createdAt }) => createdAt.toISOString() },
      ],
      rows(),
    ),
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

function differing(row: VerifyRow): string {
  return row.fields
    .filter(({ verdict }) => verdict === 'different')
    .map(({ field }) => field)
    .join(', ')
}

type Amounts = { source: string; target: string; difference: string; currency: string }

/** Read from both stores just now; what the run recorded where the old store was not readable. */
function amounts(row: VerifyRow): Amounts {
  const field = (name: string) => row.fields.find((each) => each.field === name)
  const total = field('total')
  const [recorded = '', recordedCurrency = ''] = (row.amount ?? '').split(' ')
  const shownCurrency = field('currency')?.source
  const currency = typeof shownCurrency === 'string' ? shownCurrency : recordedCurrency
  const source = amountOf(total?.source, currency) ?? recorded
  const target = amountOf(total?.target, currency)
  return {
    source,
    target: target ?? '',
    difference:
      source !== '' && target !== null ? amountText(subtract(target, source), currency) : '',
    currency,
  }
}

function amountOf(value: unknown, currency: string): string | null {
  if (typeof value !== 'string') return null
  return amountText(decimal(value).toFixed(), currency)
}

function remarks(row: ReportRow): string {
  const said = row.issues.map(({ message }) => message)
  if (row.presence === 'gone_in_source') said.push(sentenceOf(verificationSays('goneInSource')))
  if (row.presence === 'unreadable_in_source') {
    said.push(sentenceOf(verificationSays('unreadableInSource')))
  }
  if (row.verdict === 'unknown' && row.unread) said.push(row.unread)
  return said.join(' ')
}
