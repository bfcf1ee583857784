import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import { jsonOf } from '../../kit/text/text.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'
import type { WireAttribute, WireProduct } from '../wire/product.ts'

/** An attribute as the merchant's screens show it. */
export type Attribute = {
  code: string
  label: string
  /** "select", "multiselect", "boolean", "price", "date", "textarea", ... */
  input: string
  /** Labels by the value that products keep, in the store's order. */
  options: ReadonlyMap<string, string>
}

export type Attributes = {
  byCode: ReadonlyMap<string, Attribute>
  /** Configurable products name theirs by number. */
  byId: ReadonlyMap<string, Attribute>
}

/** The label is that of the chosen store view, where it has one of its own. */
export function attributesOf(wires: readonly WireAttribute[], storeId: number | null): Attributes {
  const all = wires.map((wire): [string, Attribute] => {
    const own = wire.frontend_labels.find(({ store_id }) => store_id === storeId)?.label.trim()
    return [
      wire.attribute_id,
      {
        code: wire.attribute_code,
        label: own || wire.default_frontend_label.trim() || spoken(wire.attribute_code),
        input: wire.frontend_input,
        options: new Map(
          wire.options.flatMap(({ label, value }): [string, string][] =>
            value === '' || label.trim() === '' ? [] : [[value, label.trim()]],
          ),
        ),
      },
    ]
  })
  return {
    byCode: new Map(all.map(([, attribute]) => [attribute.code, attribute])),
    byId: new Map(all),
  }
}

export const NO_ATTRIBUTES: Attributes = { byCode: new Map(), byId: new Map() }

/** "Jacket size" for "jacket_size": what an attribute is called of which only the code is known. */
export function spoken(code: string): string {
  const words = code.replaceAll('_', ' ').replace(/\s+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What the product keeps under a code; undefined for nothing. */
export function attributeValue(wire: WireProduct, code: string): unknown {
  return wire.custom_attributes.find(({ attribute_code }) => attribute_code === code)?.value
}

/** The same as text; empty for nothing, and for what is no text. */
export function attributeText(wire: WireProduct, code: string): string {
  const value = attributeValue(wire, code)
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

export type ReadValue = {
  /** For people; empty for nothing. */
  text: string
  /** Values of a list that the attribute does not have (any more). */
  unknown: string[]
}

/** A value as the store's own pages show it. */
export function readValue(attribute: Attribute | undefined, raw: unknown): ReadValue {
  if (isNothing(raw)) return { text: '', unknown: [] }
  if (attribute && isChosen(attribute)) return chosenText(attribute, raw)
  const list = typeof raw === 'object' ? listOf(raw) : null
  if (list) {
    const texts = list.map((each) => entryText(each)).filter((text) => text !== '')
    return {
      text: texts.join(list.some((each) => typeof each === 'object') ? '\n' : ', '),
      unknown: [],
    }
  }
  return { text: plainText(attribute?.input ?? '', raw), unknown: [] }
}

function isChosen({ input, options }: Attribute): boolean {
  return (
    options.size > 0 || /^(select|multiselect|boolean)$/.test(input) || input.includes('swatch')
  )
}

/** Several come as "12,15" or as a list, by version and module. */
function chosenText({ input, options }: Attribute, raw: unknown): ReadValue {
  const parts = (typeof raw === 'object' ? (listOf(raw) ?? []) : [raw]).map((each) =>
    String(each).trim(),
  )
  const chosen = parts
    .flatMap((part) =>
      options.has(part) || input !== 'multiselect'
        ? [part]
        : part.split(',').map((one) => one.trim()),
    )
    .filter((part) => part !== '')
  const unknown: string[] = []
  const texts = chosen.map((value) => {
    const label = options.get(value) ?? (input === 'boolean' ? YES_NO.get(value) : undefined)
    if (label === undefined) unknown.push(value)
    return label ?? value
  })
  return { text: texts.join(', '), unknown }
}

const YES_NO: ReadonlyMap<string, string> = new Map([
  ['1', 'Yes'],
  ['0', 'No'],
])

/** EAV keeps six decimals of every price, and a time of midnight with every day. */
function plainText(input: string, raw: unknown): string {
  const text = typeof raw === 'string' ? raw.trim() : jsonOf(raw)
  if (/^(price|weight)$/.test(input) && /^-?\d{1,30}(\.\d{1,12})?$/.test(text)) {
    return normalizeDecimal(text)
  }
  if (/^date(time)?$/.test(input)) return text.replace(/ 00:00:00$/, '')
  return text
}

/** An entry of a list that is no plain text: a fixed product tax is a country, a state and an amount. */
function entryText(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry).trim()
  return Object.entries(entry)
    .flatMap(([name, value]) =>
      isNothing(value) || value === '0' || name === 'website_id' || name === 'website_value'
        ? []
        : [`${spoken(name)}: ${typeof value === 'object' ? jsonOf(value) : String(value)}`],
    )
    .join('; ')
}
