import { verificationSays } from '#app/migration/messages/verification.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import { inHalves } from '#app/migration/engine/run/in-halves.ts'
import type { Gid, TargetWriter } from '#app/migration/engine/ports/target.ts'
import type { Problem } from '#app/words/problem.ts'
import { targetProblem } from '#app/runs/needs/prerequisites.server.ts'
import type { FieldComparison, VerifyRow } from './verdict/verification-types.ts'

const FIELD = 'customer'

/**
 * Orders with whose they are in words: both sides know a customer by the id in Shopify, which tells
 * people nothing. The names are read just now and kept nowhere. `problem`: Shopify did not give them.
 */
export async function withCustomerNames(
  target: Pick<TargetWriter, 'readCurrent'>,
  rows: readonly VerifyRow[],
): Promise<{ rows: VerifyRow[]; problem: Problem | null }> {
  const shown = rows.flatMap(({ fields }) =>
    fields.filter(isCustomer).flatMap(({ source, target: now }) => [source, now]),
  )
  const gids = [...new Set(shown.filter((gid): gid is Gid => typeof gid === 'string'))]
  if (gids.length === 0) return { rows: [...rows], problem: null }
  try {
    const unread = new Set<Gid>()
    const customers = await inHalves(
      gids,
      (some) => target.readCurrent('customer', some),
      (gid) => (unread.add(gid), []),
    )
    const names = new Map(
      customers.map(({ gid, label, fields }) => [gid, nameOf(label, fields['email'])]),
    )
    return {
      rows: inWords(rows, (gid) => names.get(gid) ?? unnamed(gid, unread.has(gid))),
      problem: null,
    }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { rows: inWords(rows, (gid) => unnamed(gid, true)), problem }
  }
}

const isCustomer = ({ field }: FieldComparison) => field === FIELD

function inWords(rows: readonly VerifyRow[], word: (gid: Gid) => string): VerifyRow[] {
  const wordOf = (value: Json): Json => (typeof value === 'string' ? word(value) : value)
  return rows.map((row) => ({
    ...row,
    fields: row.fields.map((each) =>
      isCustomer(each)
        ? { ...each, source: wordOf(each.source), target: wordOf(each.target) }
        : each,
    ),
  }))
}

/** With the e-mail address: two people may have one name. */
function nameOf(label: string, email: Json | undefined): string {
  if (typeof email !== 'string') return label
  return label.toLowerCase() === email.toLowerCase() ? email : `${label}, ${email}`
}

/** One that Shopify fails to show is not gone. */
function unnamed(gid: Gid, isThere: boolean): string {
  const number = numberOf(gid)
  return sentenceOf(
    isThere
      ? verificationSays('customerLabel', { number })
      : verificationSays('customerGoneLabel', { number }),
  )
}

const numberOf = (gid: Gid) => gid.slice(gid.lastIndexOf('/') + 1)
