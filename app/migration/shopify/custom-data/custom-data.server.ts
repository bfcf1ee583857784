import type { MetafieldOwnerType } from '#app/types/admin-operations.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import {
  asType,
  CUSTOM_DATA_NAMESPACE,
  isOwnType,
  notAccepted,
  type CustomDatum,
} from './custom-data.ts'
import { DEFINITION_CREATE } from '../identity/anchor-documents.ts'
import { CUSTOM_DATA_DEFINITIONS, CUSTOM_DATA_DELETE, CUSTOM_DATA_SET } from './documents.ts'
import type { StoreContext } from '../store-context.ts'
import { withoutContacts } from '../api/without-contacts.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** `metafieldsSet` takes 25 at once and writes all of them or none (recorded). */
const ROWS = 25
/** Of text in one creation; with more of it a request becomes too long for one that creates. */
const MAX_INLINE = 500_000

/** How much custom data still fits into one creation. */
export type InlineRoom = { left: number }
export const inlineRoom = (): InlineRoom => ({ left: MAX_INLINE })

export type ShownDatum = { key: string; value: string }

/** A metafield as it goes along with the creation of its record. */
export type CustomDataInput = { namespace: string; key: string; type: string; value: string }

export type OwnData = { owner: Gid; data: readonly CustomDatum[] }
export type SetData = { shown: ShownDatum[]; notes: WriteNote[] }

export type CustomData = {
  /**
   * What of the data can go along with the creation of its record, because Shopify takes it for all
   * that is known: one refused metafield would refuse the whole record. The rest is for `set`: what
   * does not fit, what is of a type that Shopify judges and rewrites, what would make the request too
   * long.
   *
   * @throws RetriableError | PauseRun | FatalError
   */
  sure(
    ownerType: MetafieldOwnerType,
    data: readonly CustomDatum[],
    room: InlineRoom,
  ): Promise<CustomDataInput[]>
  /**
   * Writes the data to a record that exists. Safe to repeat. What one key cannot hold stays behind
   * with a note, the others arrive.
   *
   * @returns what Shopify shows of it now
   * @throws RetriableError | PauseRun | FatalError
   */
  set(ownerType: MetafieldOwnerType, owner: Gid, data: readonly CustomDatum[]): Promise<SetData>
  /** The same for several records of one kind, with as few requests as there can be. */
  setAll(ownerType: MetafieldOwnerType, all: readonly OwnData[]): Promise<SetData>
  /** Takes keys away; what is gone already is no error. */
  remove(all: readonly { owner: Gid; keys: readonly string[] }[]): Promise<void>
}

/**
 * Custom data in the merchant's namespace. Each key gets a definition with a readable name, pinned,
 * so that the merchant sees and edits it beside Shopify's own fields; without room for another
 * definition (256 per kind of record, recorded) the data arrives all the same, undefined.
 */
export function createCustomData(ctx: StoreContext): CustomData {
  const byOwnerType = new Map<MetafieldOwnerType, Promise<Definitions>>()

  function definitionsOf(ownerType: MetafieldOwnerType): Promise<Definitions> {
    const known = byOwnerType.get(ownerType)
    if (known) return known
    const made = openDefinitions(ctx, ownerType)
    byOwnerType.set(ownerType, made)
    made.catch(() => byOwnerType.delete(ownerType))
    return made
  }

  async function sure(
    ownerType: MetafieldOwnerType,
    data: readonly CustomDatum[],
    room: InlineRoom,
  ): Promise<CustomDataInput[]> {
    if (data.length === 0) return []
    const definitions = await definitionsOf(ownerType)
    const inputs: CustomDataInput[] = []
    for (const datum of data) {
      const type = (await definitions.typeOf(datum)) ?? datum.type
      const value = isOwnType(type) ? asType(datum, type) : null
      if (value === null || value === '' || value.length > room.left) continue
      room.left -= value.length
      inputs.push({ namespace: CUSTOM_DATA_NAMESPACE, key: datum.key, type, value })
    }
    return inputs
  }

  async function setAll(ownerType: MetafieldOwnerType, all: readonly OwnData[]): Promise<SetData> {
    const notes: WriteNote[] = []
    if (all.every(({ data }) => data.length === 0)) return { shown: [], notes }
    const definitions = await definitionsOf(ownerType)
    const rows: Row[] = []
    for (const { owner, data } of all) {
      for (const datum of data) {
        const type = (await definitions.typeOf(datum)) ?? datum.type
        const value = asType(datum, type)
        if (value === null || value === '') {
          const told = shopifySays('customDataWrongType', { key: datum.key, type })
          notes.push(notAccepted(datum, told))
          continue
        }
        const { key } = datum
        const input = { ownerId: owner, namespace: CUSTOM_DATA_NAMESPACE, key, type, value }
        rows.push({ datum, input })
      }
    }
    const shown: ShownDatum[] = []
    for (let i = 0; i < rows.length; i += ROWS) {
      shown.push(...(await setRows(ctx, rows.slice(i, i + ROWS), notes)))
    }
    return { shown, notes }
  }

  async function remove(all: readonly { owner: Gid; keys: readonly string[] }[]): Promise<void> {
    const metafields = all.flatMap(({ owner: ownerId, keys }) =>
      keys.map((key) => ({ ownerId, namespace: CUSTOM_DATA_NAMESPACE, key })),
    )
    for (let i = 0; i < metafields.length; i += ROWS) {
      const { metafieldsDelete } = await ctx.run(CUSTOM_DATA_DELETE, {
        metafields: metafields.slice(i, i + ROWS),
      })
      checkUserErrors(metafieldsDelete)
    }
  }

  return {
    sure,
    set: (ownerType, owner, data) => setAll(ownerType, [{ owner, data }]),
    setAll,
    remove,
  }
}

type Row = { datum: CustomDatum; input: CustomDataInput & { ownerId: Gid } }

/** One refused row refuses all: it is taken out, told, and the others are sent again. */
async function setRows(
  ctx: StoreContext,
  rows: readonly Row[],
  notes: WriteNote[],
): Promise<ShownDatum[]> {
  if (rows.length === 0) return []
  try {
    const metafields = rows.map(({ input }) => input)
    const { metafieldsSet } = await ctx.run(CUSTOM_DATA_SET, { metafields })
    return (checkUserErrors(metafieldsSet).metafields ?? []).map(({ key, value }) => ({
      key,
      value,
    }))
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    const refused = new Map(
      error.userErrors.flatMap(({ field, message }) => {
        const row = rows[Number(field?.[field.indexOf('metafields') + 1] ?? Number.NaN)]
        return row ? [[row, message] as const] : []
      }),
    )
    // Errors that name no row may be about any.
    for (const row of rows) {
      if (refused.size > 0 && !refused.has(row)) continue
      const words = withoutContacts(refused.get(row) ?? error.message)
      const told = shopifySays('customDataRefused', { key: row.datum.key, words })
      notes.push(notAccepted(row.datum, told))
    }
    const rest = rows.filter((row) => refused.size > 0 && !refused.has(row))
    return setRows(ctx, rest, notes)
  }
}

type Definitions = {
  /** The type that values of this key must have here; null: whatever type they have. */
  typeOf(datum: CustomDatum): Promise<string | null>
}

async function openDefinitions(
  ctx: StoreContext,
  ownerType: MetafieldOwnerType,
): Promise<Definitions> {
  const types = await definedTypes(ctx, ownerType)
  const making = new Map<string, Promise<string | null>>()
  let isFull = false
  let canPin = true

  async function define(datum: CustomDatum): Promise<string | null> {
    if (isFull) return null
    try {
      const { metafieldDefinitionCreate } = await ctx.run(DEFINITION_CREATE, {
        definition: {
          name: datum.name,
          description: 'From the old store.',
          namespace: CUSTOM_DATA_NAMESPACE,
          key: datum.key,
          ownerType,
          type: datum.type,
          pin: canPin,
        },
      })
      checkUserErrors(metafieldDefinitionCreate)
      return datum.type
    } catch (error) {
      if (!(error instanceof ShopifyRefused)) throw error
      const codes = error.userErrors.map(({ code }) => code ?? '')
      if (canPin && codes.some((code) => /PIN/.test(code))) {
        canPin = false
        return define(datum)
      }
      if (codes.includes('TAKEN')) {
        // Another worker was faster.
        return (await definedTypes(ctx, ownerType)).get(datum.key) ?? null
      }
      if (codes.some((code) => code.includes('LIMIT'))) isFull = true
      ctx.logger.warn({ ownerType, codes }, 'custom data arrives without a definition')
      return null
    }
  }

  return {
    async typeOf(datum) {
      const known = types.get(datum.key)
      if (known !== undefined) return known
      let made = making.get(datum.key)
      if (!made) {
        made = define(datum)
        making.set(datum.key, made)
        made.catch(() => making.delete(datum.key))
      }
      return made
    },
  }
}

async function definedTypes(
  ctx: StoreContext,
  ownerType: MetafieldOwnerType,
): Promise<Map<string, string>> {
  const types = new Map<string, string>()
  const namespace = CUSTOM_DATA_NAMESPACE
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof definitionsPage>> = await definitionsPage(ctx, {
      ownerType,
      namespace,
      after,
    })
    for (const { key, type } of page.nodes) types.set(key, type.name)
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return types
    after = page.pageInfo.endCursor ?? null
  }
}

async function definitionsPage(
  ctx: StoreContext,
  variables: { ownerType: MetafieldOwnerType; namespace: string; after: string | null },
) {
  return (await ctx.run(CUSTOM_DATA_DEFINITIONS, variables)).metafieldDefinitions
}
