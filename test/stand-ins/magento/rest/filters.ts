import type { Json, Wire } from '../../../carts/store/dialect.ts'
import type { Criteria } from './criteria.ts'

const isObject = (value: Json | undefined): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What may be asked of rows beside their own keys: Magento's names for what stands elsewhere in them. */
export function valueOf(row: Wire, field: string): Json {
  if (field === 'entity_id') return row['entity_id'] ?? row['id'] ?? row['item_id'] ?? null
  if (field in row) return row[field] ?? null
  const extension = row['extension_attributes']
  if (field === 'website_id' && isObject(extension)) return extension['website_ids'] ?? null
  if (field === 'category_id' && isObject(extension)) {
    const links = extension['category_links']
    if (!Array.isArray(links)) return null
    return links.flatMap((link) => (isObject(link) ? [link['category_id'] ?? null] : []))
  }
  const attributes = row['custom_attributes']
  if (!Array.isArray(attributes)) return null
  const own = attributes.find((each) => isObject(each) && each['attribute_code'] === field)
  return isObject(own) ? (own['value'] ?? null) : null
}

const DATES = /(^|_)(created|updated)_at$/
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?/

/**
 * A date as the filter takes it: an offset is cut off without a word, a fraction counts, a day alone
 * is its midnight (measured: since-*). Null: text that is no date, with which every row is found.
 */
function dateIn(value: string): string | null {
  const found = DATE.exec(value.trim())?.[0]
  if (found === undefined) return null
  const [day = '', time = ''] = found.replace('T', ' ').split(' ')
  return `${day} ${`${time}${':00'.repeat(time === '' ? 0 : 3 - time.split(':').length)}` || '00:00:00'}`
}

const plain = (value: Json): string =>
  typeof value === 'boolean' ? (value ? '1' : '0') : String(value ?? '').toLowerCase()

function compare(own: Json, wanted: string): number {
  const [a, b] = [plain(own), wanted.toLowerCase()]
  const areNumbers = a !== '' && b !== '' && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b))
  if (areNumbers) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}

const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+?^${}()|[\]\\*]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')}$`,
    'is',
  )

const CONDITIONS = new Set(
  'eq neq gt gteq from lt lteq to in nin like finset null notnull'.split(' '),
)

function holds(own: Json, field: string, condition: string, wanted: string): boolean {
  // Unknown ones find nothing, without an error (measured: 135, 152, 170).
  if (!CONDITIONS.has(condition)) return false
  if (Array.isArray(own)) {
    return own.some((each) => holds(each, field, condition === 'finset' ? 'eq' : condition, wanted))
  }
  if (condition === 'null') return own === null
  if (condition === 'notnull') return own !== null
  let value = wanted
  if (DATES.test(field) && condition !== 'in' && condition !== 'nin') {
    const date = dateIn(wanted)
    if (date === null) return true
    value = date
  }
  // As in SQL: what is not there is neither more nor less than anything.
  if (own === null) return false
  const difference = compare(own, value)
  switch (condition) {
    case 'eq':
      return difference === 0
    case 'neq':
      return difference !== 0
    case 'gt':
      return difference > 0
    case 'gteq':
    case 'from':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'lteq':
    case 'to':
      return difference <= 0
    case 'in':
      return value.split(',').some((each) => compare(own, each.trim()) === 0)
    case 'nin':
      return value.split(',').every((each) => compare(own, each.trim()) !== 0)
    case 'like':
      return like(value).test(String(own))
    case 'finset':
      return String(own).split(',').includes(value)
    default:
      return false
  }
}

export const matches = ({ groups }: Criteria, row: Wire): boolean =>
  groups.every((group) =>
    group.some(({ field, condition, value }) =>
      holds(valueOf(row, field), field, condition, value),
    ),
  )

/** By the asked fields one after the other; 0 where they leave the order open. */
export function order({ sorts }: Criteria, a: Wire, b: Wire): number {
  for (const { field, isDescending } of sorts) {
    const difference = compare(valueOf(a, field), plain(valueOf(b, field)))
    if (difference !== 0) return isDescending ? -difference : difference
  }
  return 0
}
