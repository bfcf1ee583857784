import type { CaseFile, SourceRows } from './case-file.ts'
import type { LoadedCase } from './run-cases.ts'

/**
 * Most cases are one record whose surroundings do not matter: many of those can share two stores
 * and their runs. One that looks at its neighbours, counts them, names others' ids or has a store or
 * answers of its own goes alone.
 */

/** Far enough apart that nobody's ids meet. */
export const ID_DISTANCE = 1_000
const AT_MOST = 25

/** Cases that may share a store, and those that go alone as batches of one. */
export function batchesOf(cases: readonly LoadedCase[]): LoadedCase[][] {
  const shared: { cases: LoadedCase[]; people: Set<string>; rhythm: string }[] = []
  const alone: LoadedCase[][] = []
  for (const each of cases) {
    if (!isSociable(each.file)) {
      alone.push([each])
      continue
    }
    const people = peopleIn(each.file)
    const rhythm = rhythmOf(each.file)
    let room = shared.find(
      (batch) =>
        batch.rhythm === rhythm &&
        batch.cases.length < AT_MOST &&
        people.every((one) => !batch.people.has(one)),
    )
    if (!room) shared.push((room = { cases: [], people: new Set(), rhythm }))
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
  views: [],
})

/** When its runs are, and of which mode: those who share a store share these. */
const rhythmOf = ({ then }: CaseFile): string =>
  JSON.stringify(then.map(({ minutes, run }) => [minutes, run]))

function isSociable(file: CaseFile): boolean {
  const { cart, source, answers, then, store } = file
  const sources = [source, ...then.map((step) => step.source)]
  const expectations = [file.first, ...then.map((step) => step.expect), file.expect]
  const expected = expectations.filter((each) => each !== undefined)
  const rows = sources.flatMap(rowsOf)
  return (
    cart === 'woocommerce' &&
    answers.length === 0 &&
    then.every((step) => step.answers === undefined) &&
    sources.every(({ categories }) => categories === undefined) &&
    expected.every(({ run, counts }) => run === 'completed' && counts === undefined) &&
    expected.every(({ records }) => records.every(({ guest }) => guest === undefined)) &&
    JSON.stringify(store) === PLAIN_STORE &&
    rowsOf(source).length < 5 &&
    rows.every((row) => NAMING.every((key) => !(key in row))) &&
    rows.every(({ id }) => id === undefined || typeof id === 'number') &&
    !NAMES_AN_ID.test(
      JSON.stringify([sources, expected.map(({ records }) => records.map(({ read }) => read))]),
    )
  )
}

/** Keys with which a row names itself, its id aside: ids move with the case. */
const NAMING = ['number', 'slug', 'sku', 'username']
/** Keys inside a row that say who somebody is or name other records, and values made of ids that were filled in. */
const NAMES_AN_ID =
  /"(grouped_products|phone)":|"(pat|kim)\.\d+@|"SKU-\d+|=SKU-\d+|"(101|501|11)"[^:]/

const rowsOf = ({ products = [], customers = [], orders = [], variations = {} }: SourceRows) => [
  ...products,
  ...customers,
  ...orders,
  ...Object.values(variations)
    .flat()
    .map(({ sku: _sku, ...row }) => row),
]

/**
 * One e-mail address is one customer in Shopify. Cut into words first: a pattern that looks for the
 * letters before an "@" tries each letter of a description of a megabyte.
 */
const peopleIn = (file: CaseFile): string[] =>
  JSON.stringify([file.source, file.then])
    .toLowerCase()
    .split(/["\s]/)
    .filter((word) => /.@./.test(word))
