import { z } from 'zod'
import type { Message } from '#app/migration/messages/message.ts'
import { askedOnce } from '../../kit/asked-once.ts'
import { numberOrNone, text } from '../../kit/wire/shapes.ts'
import { magentoSays } from '../messages/magento.ts'
import type { Stock } from '../product/sellable.ts'
import { wireStockItem } from '../wire/product.ts'
import { allRows, rowsOf, unlessLesserRight, type Ask } from './ask.ts'

export type StockReader = {
  /** Null: it cannot be known. @throws SourceRequestError */
  of(sku: string): Promise<Stock | null>
}

const wireSource = z.object({
  source_code: z.string(),
  enabled: z.unknown().transform((value) => value === true || value === 1 || value === '1'),
})

const wireSourceItem = z.object({
  source_code: z.string(),
  quantity: numberOrNone('quantity'),
  status: text,
})

/**
 * How much there is of a SKU. Lists of products do not say it (measured on 2.4.6), so each SKU takes a
 * request. A store with several sources keeps its stock elsewhere: there the sources that are in use
 * are added up. That part of the API was not recorded (the recorded store had none of its modules);
 * where it does not answer, the store's first stock counts.
 *
 * A token without the right to read stock is refused each SKU: it is asked once, and told once.
 */
export function createStockReader(ask: Ask, notice: (told: Message) => void): StockReader {
  let isRefused = false
  const sources = askedOnce(() => readSources(ask))

  async function of(sku: string): Promise<Stock | null> {
    if (isRefused) return null
    const key = encodeURIComponent(sku)
    const answer = await unlessLesserRight(
      ask,
      async () => ({ body: await ask(`stockItems/${key}`) }),
      {
        refused: () => {
          isRefused = true
          notice(magentoSays('stockNotReadable'))
        },
      },
    )
    const item = wireStockItem.safeParse(answer?.body)
    if (!item.success) return null
    const { qty, is_in_stock, manage_stock, backorders } = item.data
    const stock: Stock = {
      isManaged: manage_stock,
      quantity: qty ?? 0,
      isInStock: is_in_stock,
      sellsWithout: backorders !== 0,
    }
    return stock.isManaged ? await ofSources(sku, stock) : stock
  }

  async function ofSources(sku: string, stock: Stock): Promise<Stock> {
    const enabled = await sources()
    if (enabled.size < 2) return stock
    const body = await unlessLesserRight(ask, () =>
      ask('inventory/source-items', {
        'searchCriteria[filter_groups][0][filters][0][field]': 'sku',
        'searchCriteria[filter_groups][0][filters][0][value]': sku,
        'searchCriteria[filter_groups][0][filters][0][condition_type]': 'eq',
        'searchCriteria[pageSize]': '100',
        'searchCriteria[currentPage]': '1',
      }),
    )
    const page = z.object({ items: z.unknown() }).safeParse(body)
    if (!page.success) {
      notice(magentoSays('stockOfOneSource'))
      return stock
    }
    const items = (rowsOf(page.data.items) ?? []).flatMap(
      (row) => wireSourceItem.safeParse(row).data ?? [],
    )
    const used = items.filter(({ source_code }) => enabled.has(source_code))
    const inStock = used.filter(({ status }) => status === '1')
    return {
      ...stock,
      // Floats: the store keeps four places.
      quantity: Number(inStock.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0).toFixed(4)),
      isInStock: inStock.length > 0,
    }
  }

  return { of }
}

/** Codes of the sources in use; none where the store does not have such, or they may not be read. */
async function readSources(ask: Ask): Promise<ReadonlySet<string>> {
  const codeOf = (row: unknown) => wireSource.safeParse(row).data ?? null
  const rows = await unlessLesserRight(ask, () =>
    allRows(ask, 'inventory/sources', 'source_code', (row) => codeOf(row)?.source_code ?? null),
  )
  return new Set(
    (rows ?? []).flatMap((row) => {
      const source = codeOf(row)
      return source?.enabled ? [source.source_code] : []
    }),
  )
}
