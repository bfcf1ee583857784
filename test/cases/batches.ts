import type { CaseFile, SourceRows } from './case-file.ts'
import type { LoadedCase } from './run-cases.ts'

/**
 * Most cases are one record whose surroundings do not matter: many of those can share two stores
 * and one run. One that looks at its neighbours, counts them, names ids or has a store, answers or
 * steps of its own goes alone.
 */

/** Far enough apart that nobody's ids meet. */
export const ID_DISTANCE = 1_000
const AT_MOST = 25

/** Cases that may share a store, and those that go alone as batches of one. */
export function batchesOf(cases: readonly LoadedCase[]): LoadedCase[][] {
  const shared: { cases: LoadedCase[]; people: Set<string> }[] = []
  const alone: LoadedCase[][] = []
  for (const each of cases) {
    if (!isSociable(each.file)) {
      alone.push([each])
      continue
    }
    const people = peopleIn(each.file)
    let room = shared.find(
      (batch) => batch.cases.length < AT_MOST && people.every((one) => !batch.people.has(one)),
    )
    if (!room) shared.push((room = { cases: [], people: new Set() }))
    room.cases.push(each)
    for (const one of people) room.people.add(one)
  }
  return [...shared.map((batch) => batch.cases), ...alone]
}

const PLAIN_STORE = JSON.stringify({
  currency: 'USD',
  weightUnit: 'kg',
  timezone: 'UTC',
  statuses: [],
})

function isSociable(file: CaseFile): boolean {
  const { source, answers, first, then, expect, store } = file
  return (
    answers.length === 0 &&
    then.length === 0 &&
    first === undefined &&
    source.categories === undefined &&
    expect.run === 'completed' &&
    expect.counts === undefined &&
    expect.records.every(({ guest, absent }) => guest === undefined && !absent) &&
    JSON.stringify(store) === PLAIN_STORE &&
    rowsOf(source).length < 5 &&
    rowsOf(source).every((row) => NAMING.every((key) => !(key in row))) &&
    !NAMES_AN_ID.test(JSON.stringify([source, expect.records.map(({ read }) => read)]))
  )
}

/** Keys with which a row names itself or another record. */
const NAMING = ['id', 'number', 'slug', 'sku', 'username', 'parent_id', 'customer_id', 'variations']
/** Keys inside a row that name another record, and values made of ids that were filled in. */
const NAMES_AN_ID =
  /"(product_id|variation_id|grouped_products|phone)":|"(pat|kim)\.\d+@|"SKU-\d+|=SKU-\d+|"(101|501|11)"[^:]/

const rowsOf = ({ products = [], customers = [], orders = [], variations = {} }: SourceRows) => [
  ...products,
  ...customers,
  ...orders,
  ...Object.values(variations)
    .flat()
    .map(({ id: _id, sku: _sku, ...row }) => row),
]

/**
 * One e-mail address is one customer in Shopify. Cut into words first: a pattern that looks for the
 * letters before an "@" tries each letter of a description of a megabyte.
 */
const peopleIn = (file: CaseFile): string[] =>
  JSON.stringify(file.source)
    .toLowerCase()
    .split(/["\s]/)
    .filter((word) => /.@./.test(word))
