import { html } from 'hono/html'
import { z } from 'zod'
import { legacyId, metafieldsOf, saveProduct } from '../store/state.ts'
import type { Media, Product, ShopState, Variant } from '../store/state.ts'
import { storePath } from './layout.ts'
import type { Html } from './layout.ts'
import { listPage, matching } from './lists.ts'
import type { ListQuery } from './lists.ts'
import {
  badge,
  card,
  facts,
  metafieldCard,
  moment,
  money,
  notice,
  plainText,
  tagList,
} from './pieces.ts'

export const productPath = (shop: ShopState, gid: string) =>
  `${storePath(shop)}/products/${legacyId(gid)}`

export function findProduct(shop: ShopState, id: string): Product | undefined {
  return shop.products.get(`gid://shopify/Product/${id}`)
}

const stock = (variant: Variant): number | null =>
  variant.item.tracked
    ? Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0)
    : null

function priceRange(shop: ShopState, product: Product): string {
  const prices = product.variants
    .map((variant) => variant.price)
    .toSorted((a, b) => Number(a) - Number(b))
  const [first] = prices
  const last = prices.at(-1)
  if (first === undefined || last === undefined) return ''
  const low = money(first, shop.currency)
  const high = money(last, shop.currency)
  return low === high ? low : `${low} – ${high}`
}

function stockText(product: Product): string {
  const tracked = product.variants.map(stock).filter((quantity) => quantity !== null)
  if (tracked.length === 0) return 'Not tracked'
  return `${tracked.reduce((sum, quantity) => sum + quantity, 0)} in stock`
}

export function productsPage(shop: ShopState, query: ListQuery): Html {
  const all = [...shop.products.values()].toReversed()
  const text = (product: Product) =>
    [
      product.title,
      product.handle,
      product.vendor,
      product.productType,
      ...product.tags,
      ...product.variants.flatMap((variant) => [variant.sku ?? '', variant.barcode ?? '']),
    ].join(' ')
  return listPage({
    title: 'Products',
    path: `${storePath(shop)}/products`,
    query,
    hint: 'Search title, SKU, handle, vendor, tag',
    total: all.length,
    found: matching(all, query.query, text),
    columns: [
      {
        label: 'Product',
        cell: (p) => html`<a href="${productPath(shop, p.id)}">${p.title || '(no title)'}</a>`,
      },
      { label: 'Status', cell: (p) => badge(p.status) },
      { label: 'Inventory', cell: stockText },
      { label: 'Variants', number: true, cell: (p) => String(p.variants.length) },
      { label: 'Price', number: true, cell: (p) => priceRange(shop, p) },
      { label: 'Vendor', cell: (p) => p.vendor },
    ],
  })
}

/** Only a picture on this very machine is shown: the admin calls no other host. */
function picture(shop: ShopState, media: Media): Html {
  const blank = html`<span class="thumb" aria-hidden="true">▦</span>`
  if (media.fails || media.settlesAt > shop.now() || !URL.canParse(media.originalSource))
    return blank
  const { hostname } = new URL(media.originalSource)
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return blank
  return html`<img
    class="thumb"
    src="${media.originalSource}"
    alt="${media.alt ?? ''}"
    loading="lazy"
    referrerpolicy="no-referrer"
  />`
}

function mediaState(shop: ShopState, media: Media): string | null {
  if (media.fails) return 'FAILED'
  return media.settlesAt > shop.now() ? 'PROCESSING' : null
}

function imagesCard(shop: ShopState, product: Product): Html {
  if (product.media.length === 0) return card('Media', html`<p class="quiet">No images</p>`)
  return card(
    `Media (${product.media.length})`,
    html`<ul class="images">
      ${product.media.map(
        (media) =>
          html`<li>
            ${picture(shop, media)}
            <div>
              ${media.alt ?? 'No alternative text'} ${badge(mediaState(shop, media))}<br />
              <span class="quiet">${media.originalSource}</span>
            </div>
          </li>`,
      )}
    </ul>`,
  )
}

/** Text and source, not the markup itself: it comes from elsewhere. */
function descriptionCard(product: Product): Html | '' {
  if (product.descriptionHtml === '') return ''
  return card(
    'Description',
    html`<p class="prose">${plainText(product.descriptionHtml)}</p>
      <details>
        <summary class="quiet">HTML</summary>
        <pre class="note">${product.descriptionHtml}</pre>
      </details>`,
  )
}

const UNITS: Record<string, string> = { GRAMS: 'g', KILOGRAMS: 'kg', OUNCES: 'oz', POUNDS: 'lb' }

function weight({ item }: Variant): string {
  const { value, unit } = item.weight
  return value === 0 ? '' : `${value} ${UNITS[unit] ?? unit}`
}

function variantTable(shop: ShopState, product: Product): Html {
  const title = (variant: Variant) => variant.values.join(' / ')
  const hasBarcode = product.variants.some((variant) => variant.barcode !== null)
  const hasWeight = product.variants.some((variant) => variant.item.weight.value !== 0)
  return html`<section class="card flush">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">${product.options.map((option) => option.name).join(' / ')}</th>
          <th scope="col">SKU</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">Compare at</th>
          <th scope="col" class="number">Stock</th>
          ${hasBarcode ? html`<th scope="col">Barcode</th>` : ''}
          ${hasWeight ? html`<th scope="col" class="number">Weight</th>` : ''}
        </tr>
      </thead>
      <tbody>
        ${product.variants.map((variant) => {
          const { price, compareAtPrice } = variant
          const before = compareAtPrice === null ? '' : money(compareAtPrice, shop.currency)
          return html`<tr>
            <td><strong>${title(variant)}</strong></td>
            <td data-label="SKU">${variant.sku ?? ''}</td>
            <td data-label="Price" class="number">${money(price, shop.currency)}</td>
            <td data-label="Compare at" class="number">${before}</td>
            <td data-label="Stock" class="number">${stock(variant) ?? 'Not tracked'}</td>
            ${hasBarcode ? html`<td data-label="Barcode">${variant.barcode ?? ''}</td>` : ''}
            ${hasWeight ? html`<td data-label="Weight" class="number">${weight(variant)}</td>` : ''}
          </tr>`
        })}
      </tbody>
    </table>
  </section>`
}

function editForm(shop: ShopState, product: Product): Html {
  const [first] = product.variants
  return card(
    'Edit',
    html`<form class="stack" method="post" action="${productPath(shop, product.id)}">
      <label>Title <input name="title" value="${product.title}" required maxlength="255" /></label>
      ${
        product.variants.length === 1 && first
          ? html`<label
              >Price
              <input
                name="price"
                value="${first.price}"
                inputmode="decimal"
                pattern="[0-9]+(\\.[0-9]+)?"
                required
            /></label>`
          : html`<label
                >Variant
                <select name="variant">
                  ${product.variants.map(
                    (variant) =>
                      html`<option value="${legacyId(variant.id)}">
                        ${variant.values.join(' / ')} · ${money(variant.price, shop.currency)}
                      </option>`,
                  )}
                </select></label
              >
              <label
                >New price of this variant
                <input
                  name="price"
                  inputmode="decimal"
                  pattern="[0-9]+(\\.[0-9]+)?"
                  placeholder="Unchanged"
              /></label>`
      }
      <button class="button primary">Save</button>
    </form>`,
  )
}

export function productPage(shop: ShopState, product: Product, saved: boolean): Html {
  const collections = [...shop.collections.values()].filter((collection) =>
    collection.productIds.includes(product.id),
  )
  const published = Object.keys(product.publications).map(
    (id) => shop.publications.get(id)?.name ?? id,
  )
  return html`<div class="page">
    <a class="back" href="${storePath(shop)}/products">‹ Products</a>
    <div class="page-title">
      <h1>${product.title || '(no title)'}</h1>
      ${badge(product.status)}
    </div>
    ${notice(saved)}
    <div class="columns">
      <div>
        ${descriptionCard(product)} ${imagesCard(shop, product)} ${variantTable(shop, product)}
        ${metafieldCard(metafieldsOf(shop, product.id))}
      </div>
      <div>
        ${editForm(shop, product)}
        ${card(
          'Organisation',
          facts([
            ['Handle', product.handle],
            ['Type', product.productType],
            ['Vendor', product.vendor],
            ['Collections', collections.map((collection) => collection.title).join(', ')],
            ['Published to', published.join(', ') || 'Nowhere'],
            ['SEO title', product.seo.title],
            ['SEO text', product.seo.description],
            ['Created', moment(product.createdAt, shop.timezone)],
            ['Updated', moment(product.updatedAt, shop.timezone)],
          ]),
        )}
        ${card('Tags', tagList(product.tags))}
      </div>
    </div>
  </div>`
}

const productForm = z.object({
  title: z.string().trim().min(1).max(255),
  variant: z.string().optional(),
  price: z
    .string()
    .trim()
    .regex(/^(\d+(\.\d+)?)?$/)
    .default(''),
})

/** A merchant's edit. False when the form holds nothing a store would accept. */
export function saveProductForm(shop: ShopState, product: Product, form: unknown): boolean {
  const parsed = productForm.safeParse(form)
  if (!parsed.success) return false
  const { title, price, variant: chosen } = parsed.data
  const variant = chosen
    ? product.variants.find((candidate) => legacyId(candidate.id) === chosen)
    : product.variants[0]
  if (price !== '' && !variant) return false
  product.title = title
  if (price !== '' && variant) {
    variant.price = price
    variant.updatedAt = new Date(shop.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  }
  saveProduct(shop, product)
  return true
}
