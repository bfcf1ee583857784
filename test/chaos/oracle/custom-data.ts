import type { Metafield, ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Meta } from '#test/stand-ins/woocommerce/records.ts'
import { sayUnlessSame, type Say } from './findings.ts'
import { textOf } from './orders/lines.ts'
import { prose } from './text.ts'

/** A piece of the old store's own data, as a merchant finds it in Shopify. */
export type Datum = { key: string; name: string; value: string }

export const datum = (key: string, name: string, value: string): Datum[] =>
  value.trim() === '' ? [] : [{ key: keyOf(key), name, value }]

const keyOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^[_-]+|[_-]+$/g, '')

/** Private entries of plugins that mean something, as far as the stores of the harness hold them. */
const KNOWN: Readonly<Record<string, string>> = {
  _wc_cog_cost: 'Cost of goods',
  _hs_code: 'HS code',
  _country_of_origin: 'Country of origin',
}

/** What a person can read of the meta; entries that arrive in fields of their own are left out. */
export function dataOf(meta: readonly Meta[], elsewhere: RegExp): Datum[] {
  return meta.flatMap(({ key, value }) => {
    const name = KNOWN[key] ?? (key.startsWith('_') ? null : key)
    return name === null || elsewhere.test(key) ? [] : datum(key, name, textOf(value))
  })
}

const NAMESPACE = 'old_store'

/**
 * Every metafield of a record: the old store's own data, each entry once and defined under its name,
 * and of the app's own nothing but the record’s custom id.
 */
export function compareCustomData(
  shop: ShopState,
  owner: { gid: string; type: string; name: string },
  expected: readonly Datum[],
  say: Say,
): void {
  const own = [...shop.metafields.values()].filter(({ ownerId }) => ownerId === owner.gid)
  const data = own.filter(({ namespace }) => namespace === NAMESPACE)
  const about = (key: string) => `“${key}” of ${owner.name}`
  for (const { key, name, value } of expected) {
    const [one, ...more] = data.filter((each) => each.key === key)
    // Texts may hold paragraphs, which WordPress marks on the way out.
    sayUnlessSame(say, `custom:${key}`, prose(value), one ? prose(one.value) : null, about(key))
    if (more.length > 0) say(`custom:${key}`, 'once', more.length + 1, about(key))
    if (one) compareDefinition(shop, owner.type, one, name, say)
  }
  for (const { key, value } of data) {
    if (!expected.some((each) => each.key === key)) say(`custom:${key}`, null, value, about(key))
  }
  compareOwnKeys(
    own.filter(({ namespace }) => namespace !== NAMESPACE),
    new Set([...shop.definitions.values()].filter(isTie).map(({ namespace }) => namespace)),
    owner.name,
    say,
  )
}

function compareDefinition(
  shop: ShopState,
  ownerType: string,
  { key, type }: Metafield,
  name: string,
  say: Say,
): void {
  const found = [...shop.definitions.values()].filter(
    (each) => each.ownerType === ownerType && each.namespace === NAMESPACE && each.key === key,
  )
  const shown = found.map((each) => ({
    name: each.name,
    type: each.type,
    description: each.description,
    isPinned: each.pinnedPosition !== null,
  }))
  const wanted = { name, type, description: 'From the old store.', isPinned: true }
  sayUnlessSame(say, `custom:${key}`, [wanted], shown, `definition of “${key}”`)
}

const OWN_KEYS: Readonly<Record<string, string>> = { source_id: 'id', written: 'json' }

/** The app's own namespace, as the definition of its custom ids says it. */
const isTie = ({ key, type }: { key: string; type: string }) => key === 'source_id' && type === 'id'

function compareOwnKeys(
  metafields: readonly Metafield[],
  namespaces: ReadonlySet<string>,
  name: string,
  say: Say,
): void {
  const keys = metafields.map(({ key }) => key)
  for (const { namespace, key, type } of metafields) {
    const isOurs = namespaces.has(namespace) && OWN_KEYS[key] === type
    if (!isOurs) say('custom', null, `${namespace}.${key} (${type})`, `metafields of ${name}`)
  }
  if (new Set(keys).size !== keys.length) say('custom', 'once each', keys, `metafields of ${name}`)
}
