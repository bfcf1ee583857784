import type { z } from 'zod'
import { badRequest } from '../rest/errors.ts'
import { asPrice } from '../totals/money.ts'
import type { Dimensions, Image, Sellable } from '../records.ts'
import { onSaleNow } from '../shapes/product.ts'
import { uuid, type WooState } from '../state.ts'
import { parseRestDate } from '../time.ts'
import type { variationInput } from './inputs.ts'

export function blankSellable(state: WooState): Omit<Sellable, 'id'> {
  return {
    createdAt: state.now(),
    modifiedAt: state.now(),
    status: 'publish',
    description: '',
    sku: '',
    globalUniqueId: '',
    price: '',
    regularPrice: '',
    salePrice: '',
    saleFrom: null,
    saleTo: null,
    virtual: false,
    downloadable: false,
    downloads: [],
    downloadLimit: -1,
    downloadExpiry: -1,
    taxStatus: 'taxable',
    taxClass: '',
    manageStock: false,
    stockQuantity: null,
    stockStatus: 'instock',
    backorders: 'no',
    lowStockAmount: null,
    weight: '',
    dimensions: { length: '', width: '', height: '' },
    menuOrder: 0,
    meta: [],
    totalSales: 0,
  }
}

/** A managed item's status follows its quantity. */
export function settleStock(item: Sellable) {
  if (!item.manageStock) {
    item.stockQuantity = null
    return
  }
  item.stockQuantity ??= 0
  if (item.stockQuantity > 0) item.stockStatus = 'instock'
  else item.stockStatus = item.backorders === 'no' ? 'outofstock' : 'onbackorder'
}

export function checkSku(state: WooState, sku: string, ownId: number) {
  if (sku === '') return
  const items: Sellable[] = [...state.products.values(), ...state.variations.values()]
  const other = items.find(
    (item) => item.sku === sku && item.id !== ownId && item.status !== 'trash',
  )
  if (other) {
    throw badRequest('product_invalid_sku', 'Invalid or duplicated SKU.', {
      resource_id: other.id,
      unique_sku: `${sku}-1`,
    })
  }
}

function saleDate(
  state: WooState,
  local: string | null | undefined,
  gmt: string | null | undefined,
) {
  if (gmt) return parseRestDate(gmt)?.asWritten ?? null
  const parsed = local ? parseRestDate(local) : null
  return parsed ? (parsed.instant ?? state.time.fromWall(parsed.asWritten)) : null
}

export function setSellable(
  state: WooState,
  item: Sellable,
  input: z.output<typeof variationInput>,
) {
  if (input.sku !== undefined) checkSku(state, input.sku, item.id)
  const set = <K extends keyof Sellable>(key: K, value: Sellable[K] | undefined) => {
    if (value !== undefined) item[key] = value
  }
  set('status', input.status)
  set('description', input.description)
  set('sku', input.sku)
  set('globalUniqueId', input.global_unique_id)
  if (input.regular_price !== undefined) item.regularPrice = asPrice(input.regular_price)
  if (input.sale_price !== undefined) item.salePrice = asPrice(input.sale_price)
  if (input.date_on_sale_from !== undefined || input.date_on_sale_from_gmt !== undefined) {
    item.saleFrom = saleDate(state, input.date_on_sale_from, input.date_on_sale_from_gmt)
  }
  if (input.date_on_sale_to !== undefined || input.date_on_sale_to_gmt !== undefined) {
    item.saleTo = saleDate(state, input.date_on_sale_to, input.date_on_sale_to_gmt)
  }
  set('virtual', input.virtual)
  set('downloadable', input.downloadable)
  if (input.downloads) {
    item.downloads = input.downloads.map((file) => ({
      id: file.id ?? uuid(state.random),
      name: file.name,
      file: file.file,
    }))
  }
  set('downloadLimit', input.download_limit)
  set('downloadExpiry', input.download_expiry)
  set('taxStatus', input.tax_status)
  if (input.tax_class !== undefined)
    item.taxClass = ['standard', 'parent'].includes(input.tax_class) ? '' : input.tax_class
  set('manageStock', input.manage_stock)
  set('stockQuantity', input.stock_quantity)
  set('stockStatus', input.stock_status)
  set('backorders', input.backorders)
  set('lowStockAmount', input.low_stock_amount)
  set('weight', input.weight)
  if (input.dimensions) {
    const { length, width, height } = input.dimensions
    const before: Dimensions = item.dimensions
    item.dimensions = {
      length: length ?? before.length,
      width: width ?? before.width,
      height: height ?? before.height,
    }
  }
  set('menuOrder', input.menu_order)
  for (const { key, value } of input.meta_data ?? []) {
    const existing = item.meta.find((meta) => meta.key === key)
    if (existing) existing.value = value
    else item.meta.push(...state.meta([{ key, value }]))
  }
  settleStock(item)
  item.price = onSaleNow(state, item) ? item.salePrice : item.regularPrice
  item.modifiedAt = state.now()
}

export function makeImage(
  state: WooState,
  input: {
    id?: number | undefined
    src?: string | undefined
    name?: string | undefined
    alt?: string | undefined
  },
  known: readonly Image[],
): Image {
  const existing = known.find((image) => image.id === input.id)
  if (existing)
    return { ...existing, name: input.name ?? existing.name, alt: input.alt ?? existing.alt }
  const id = state.id('post')
  const src = input.src ?? ''
  const file = src.split('/').pop() ?? `image-${id}.png`
  const month = state.time.local(state.now()).slice(0, 7).replace('-', '/')
  return {
    id,
    at: state.now(),
    // Uploads are copied into the store's own media library; a broken address stays what it was.
    src:
      /^https?:/.test(src) && !src.startsWith(state.homeUrl)
        ? src
        : src.startsWith('/')
          ? src
          : `/wp-content/uploads/${month}/${file}`,
    name: input.name ?? file,
    alt: input.alt ?? '',
  }
}
