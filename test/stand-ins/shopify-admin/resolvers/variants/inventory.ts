import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  idempotent,
  readInput,
  type Resolvers,
  topLevelError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { moneyV2 } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  findItem,
  findVariant,
  type InventoryItem,
  type InventoryLevel,
  legacyId,
  newGid,
  nowIso,
  saveProduct,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { applyVariantFields, inventoryItemInput, setQuantity } from './input.ts'

const MAX_QUANTITY = 1_000_000_000

type LevelView = { id: string; itemId: string; locationId: string; level: InventoryLevel }

function levelView(item: InventoryItem, locationId: string): LevelView | null {
  const level = item.levels[locationId]
  if (!level) return null
  const id = `gid://shopify/InventoryLevel/${legacyId(locationId)}?inventory_item_id=${legacyId(item.id)}`
  return { id, itemId: item.id, locationId, level }
}

function levelsOf(item: InventoryItem): LevelView[] {
  return Object.keys(item.levels).flatMap((id) => levelView(item, id) ?? [])
}

const itemType: Resolvers<InventoryItem> = {
  legacyResourceId: (item) => legacyId(item.id),
  sku: (item, _args, ctx) => findVariant(ctx.shop, item.variantId)?.variant.sku ?? null,
  variant: (item, _args, ctx) => findVariant(ctx.shop, item.variantId)?.variant,
  unitCost: (item, _args, ctx) =>
    item.cost === null ? null : moneyV2(item.cost, ctx.shop.currency),
  measurement: (item) => ({ id: item.id, weight: item.weight }),
  trackedEditable: () => ({ locked: false, reason: null }),
  inventoryLevel: (item, args) => levelView(item, String(args.locationId)),
  inventoryLevels: (item, args) =>
    connect(levelsOf(item), args, (view) => ({ id: legacyId(view.locationId) })),
  locationsCount: (item) => ({ count: Object.keys(item.levels).length, precision: 'EXACT' }),
}

const levelType: Resolvers<LevelView> = {
  item: (view, _args, ctx) => findItem(ctx.shop, view.itemId)?.variant.item,
  location: (view, _args, ctx) => ctx.shop.locationList.get(view.locationId),
  isActive: () => true,
  canDeactivate: () => true,
  createdAt: (view) => view.level.updatedAt,
  updatedAt: (view) => view.level.updatedAt,
  quantities: (view, args) =>
    z
      .array(z.string())
      .parse(args.names)
      .map((name) => ({
        id: `${view.id.replace('InventoryLevel', 'InventoryQuantity')}&name=${name}`,
        name,
        quantity:
          name === 'available' ? view.level.available : name === 'on_hand' ? view.level.onHand : 0,
        updatedAt: name === 'available' ? view.level.updatedAt : null,
      })),
}

const setInput = z.strictObject({
  name: z.string(),
  reason: z.string(),
  referenceDocumentUri: z.string().nullish(),
  quantities: z.array(
    z.strictObject({
      inventoryItemId: z.string(),
      locationId: z.string(),
      quantity: z.number().int(),
      changeFromQuantity: z.number().int().nullish(),
    }),
  ),
})

function setQuantities(args: Args, ctx: Ctx) {
  const input = readInput(setInput, args.input, 'InventorySetQuantitiesInput')
  if (input.quantities.some((entry) => entry.changeFromQuantity === undefined)) {
    throw topLevelError(
      'InventoryQuantityInput must include the following argument: changeFromQuantity.',
      'INVALID_FIELD_ARGUMENTS',
    )
  }
  const refuse = (errors: ReturnType<typeof userError>[]) => ({
    inventoryAdjustmentGroup: null,
    userErrors: errors,
  })
  const { name } = input
  if (name !== 'available' && name !== 'on_hand') {
    return refuse([
      userError(
        ['input', 'name'],
        "The quantity name must be either 'available' or 'on_hand'.",
        'INVALID_NAME',
      ),
    ])
  }
  const pairs = input.quantities.map((entry) => `${entry.inventoryItemId} ${entry.locationId}`)
  const errors = input.quantities.flatMap((entry, i) => {
    const at = (field: string) => ['input', 'quantities', String(i), field]
    const found = findItem(ctx.shop, entry.inventoryItemId)
    if (!found) {
      return userError(
        at('inventoryItemId'),
        'The specified inventory item could not be found.',
        'INVALID_INVENTORY_ITEM',
      )
    }
    if (!ctx.shop.locationList.has(entry.locationId)) {
      return userError(
        at('locationId'),
        'The specified location could not be found.',
        'INVALID_LOCATION',
      )
    }
    if (pairs.filter((pair) => pair === pairs[i]).length > 1) {
      return userError(
        at('locationId'),
        'The combination of inventoryItemId and locationId must be unique.',
        'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
      )
    }
    if (entry.quantity > MAX_QUANTITY) {
      return userError(
        at('quantity'),
        "The quantity can't be higher than 1,000,000,000.",
        'INVALID_QUANTITY_TOO_HIGH',
      )
    }
    const level = found.variant.item.levels[entry.locationId]
    if (!level) {
      return userError(
        at('locationId'),
        'The specified inventory item is not stocked at the location.',
        'ITEM_NOT_STOCKED_AT_LOCATION',
      )
    }
    const current = name === 'available' ? level.available : level.onHand
    return entry.changeFromQuantity !== null && entry.changeFromQuantity !== current
      ? userError(
          at('changeFromQuantity'),
          'The specified compare quantity does not match the current quantity.',
          'CHANGE_FROM_QUANTITY_STALE',
        )
      : []
  })
  if (errors.length > 0) return refuse(errors)
  const changes = input.quantities.flatMap((entry) => {
    const found = findItem(ctx.shop, entry.inventoryItemId)
    if (!found) return []
    const { variant, product } = found
    const moved = setQuantity(ctx, variant, entry.locationId, name, entry.quantity, false)
    saveProduct(ctx.shop, product)
    const location = ctx.shop.locationList.get(entry.locationId)
    if (moved.availableDelta === 0) return []
    const change = {
      item: variant.item,
      location,
      quantityAfterChange: null,
      ledgerDocumentUri: null,
    }
    return [
      { ...change, name: 'available', delta: moved.availableDelta },
      { ...change, name: 'on_hand', delta: moved.onHandDelta },
    ]
  })
  // Recorded: setting what is already there gives no group and no error.
  if (changes.length === 0) return refuse([])
  return {
    inventoryAdjustmentGroup: {
      id: newGid(ctx.shop, 'InventoryAdjustmentGroup'),
      createdAt: nowIso(ctx.shop),
      reason: input.reason,
      referenceDocumentUri: input.referenceDocumentUri ?? null,
      changes,
    },
    userErrors: [],
  }
}

const adjustInput = z.strictObject({
  name: z.string(),
  reason: z.string(),
  referenceDocumentUri: z.string().nullish(),
  changes: z.array(
    z.strictObject({
      inventoryItemId: z.string(),
      locationId: z.string(),
      delta: z.number().int(),
      changeFromQuantity: z.number().int().nullish(),
      ledgerDocumentUri: z.string().nullish(),
    }),
  ),
})

/** Checked as the set is, with the level plus the delta as the quantity. */
function adjustQuantities(args: Args, ctx: Ctx) {
  const input = readInput(adjustInput, args.input, 'InventoryAdjustQuantitiesInput')
  if (input.changes.some((entry) => entry.changeFromQuantity === undefined)) {
    throw topLevelError(
      'InventoryChangeInput must include the following argument: changeFromQuantity.',
      'INVALID_FIELD_ARGUMENTS',
    )
  }
  const { changes, ...rest } = input
  const quantities = changes.map(({ delta, ledgerDocumentUri: _uri, ...entry }) => {
    const level = findItem(ctx.shop, entry.inventoryItemId)?.variant.item.levels[entry.locationId]
    return { ...entry, quantity: (level?.available ?? 0) + delta }
  })
  const answer = setQuantities({ input: { ...rest, quantities } }, ctx)
  return {
    ...answer,
    userErrors: answer.userErrors.map((error) => ({
      ...error,
      field: error.field?.map((part) => (part === 'quantities' ? 'changes' : part)) ?? null,
    })),
  }
}

function activate(args: Args, ctx: Ctx) {
  const found = findItem(ctx.shop, String(args.inventoryItemId))
  const location = ctx.shop.locationList.get(String(args.locationId))
  if (!found) {
    return {
      inventoryLevel: null,
      userErrors: [userError(['inventoryItemId'], 'The inventory item could not be found.')],
    }
  }
  if (!location) {
    return {
      inventoryLevel: null,
      userErrors: [userError(['locationId'], 'The location could not be found.')],
    }
  }
  const { item } = found.variant
  const isStocked = item.levels[location.id] !== undefined
  if (isStocked && typeof args.available === 'number') {
    return {
      inventoryLevel: null,
      userErrors: [
        userError(
          ['available'],
          'Not allowed to set available quantity when the item is already active at the location.',
        ),
      ],
    }
  }
  const available = typeof args.available === 'number' ? args.available : 0
  if (!isStocked) {
    item.levels[location.id] = { available, onHand: available, updatedAt: nowIso(ctx.shop) }
    if (available !== 0) ctx.stats.stockMoves += 1
  }
  saveProduct(ctx.shop, found.product)
  return { inventoryLevel: levelView(item, location.id), userErrors: [] }
}

export const inventoryResolvers: Record<string, Resolvers<never>> = {
  InventoryItem: itemType,
  InventoryLevel: levelType,
  QueryRoot: {
    inventoryItem: (_source, args, ctx) => findItem(ctx.shop, idArg(args))?.variant.item ?? null,
    inventoryLevel: (_source, args, ctx) => levelById(ctx, idArg(args)),
  },
  Mutation: {
    inventorySetQuantities: (_source, args, ctx, info) =>
      idempotent(ctx, info, args, () => setQuantities(args, ctx)),
    inventoryAdjustQuantities: (_source, args, ctx, info) =>
      idempotent(ctx, info, args, () => adjustQuantities(args, ctx)),
    inventoryActivate: (_source, args, ctx, info) =>
      idempotent(ctx, info, args, () => activate(args, ctx)),
    inventoryItemUpdate: (_source, args, ctx) => {
      const found = findItem(ctx.shop, idArg(args))
      if (!found) {
        return {
          inventoryItem: null,
          userErrors: [userError(['id'], 'The inventory item could not be found.')],
        }
      }
      const input = readInput(inventoryItemInput, args.input, 'InventoryItemInput')
      applyVariantFields(ctx.shop, found.variant, { inventoryItem: input })
      saveProduct(ctx.shop, found.product)
      return { inventoryItem: found.variant.item, userErrors: [] }
    },
  },
}

export function levelById(ctx: Ctx, id: string): LevelView | null {
  const match = /InventoryLevel\/(\d+)\?inventory_item_id=(\d+)$/.exec(id)
  if (!match) return null
  const found = findItem(ctx.shop, `gid://shopify/InventoryItem/${match[2]}`)
  return found ? levelView(found.variant.item, `gid://shopify/Location/${match[1]}`) : null
}
