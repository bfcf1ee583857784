import { z } from 'zod'
import type { Message } from '#app/migration/messages/message.ts'
import type { Regions } from '../customer/regions.ts'
import type { CustomerFacts } from '../customer/to-canonical.ts'
import { listOf } from '../../kit/wire/shapes.ts'
import { magentoSays } from '../messages/magento.ts'
import { attributesOf, NO_ATTRIBUTES } from './attributes.ts'
import { wireCountry, wireGroup } from '../wire/customer.ts'
import { wireAttribute } from '../wire/product.ts'
import { allRows, unlessLesserRight, type Ask } from './ask.ts'

/** What customers of a store have in common. What the token may not read is done without, and told. */
export async function readCustomerFacts(
  ask: Ask,
  notice: (told: Message) => void,
): Promise<CustomerFacts> {
  const [groups, countries, attributes] = await Promise.all([
    unlessLesserRight(ask, () => readGroups(ask)),
    unlessLesserRight(ask, () => ask('directory/countries')),
    unlessLesserRight(ask, () => ask('attributeMetadata/customer')),
  ])
  if (groups === null) notice(magentoSays('groupsNotReadable'))
  return {
    groups,
    regions: regionsOf(countries),
    attributes: customerAttributes(attributes).byCode,
  }
}

async function readGroups(ask: Ask): Promise<ReadonlyMap<number, string>> {
  const rows = await allRows(ask, 'customerGroups/search', 'id', (row) => {
    const group = wireGroup.safeParse(row)
    return group.success ? String(group.data.id) : null
  })
  return new Map(
    rows.flatMap((row): [number, string][] => {
      const group = wireGroup.safeParse(row)
      return group.success ? [[group.data.id, group.data.code]] : []
    }),
  )
}

/** Neither this list nor the one of attributes was recorded: what cannot be read is none. */
function regionsOf(countries: unknown): Regions {
  return Object.fromEntries(
    (listOf(countries) ?? []).flatMap((raw) => {
      const country = wireCountry.safeParse(raw)
      if (!country.success || country.data.available_regions.length === 0) return []
      const { id, available_regions } = country.data
      return [[id, Object.fromEntries(available_regions.map(({ code, name }) => [code, name]))]]
    }),
  )
}

const wireMetadata = z.object({
  attribute_code: z.string().min(1),
  frontend_input: z.string().catch(''),
  frontend_label: z.string().nullish(),
  store_label: z.string().nullish(),
  options: z.unknown(),
})

function customerAttributes(metadata: unknown) {
  const wires = (listOf(metadata) ?? []).flatMap((raw, at) => {
    const own = wireMetadata.safeParse(raw)
    if (!own.success) return []
    const { attribute_code, frontend_input, frontend_label, store_label, options } = own.data
    const wire = wireAttribute.safeParse({
      attribute_id: at,
      attribute_code,
      frontend_input,
      default_frontend_label: store_label || frontend_label || '',
      options,
    })
    return wire.success ? [wire.data] : []
  })
  return wires.length === 0 ? NO_ATTRIBUTES : attributesOf(wires, null)
}
