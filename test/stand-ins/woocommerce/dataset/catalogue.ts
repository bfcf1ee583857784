import { createTaxRate, createCoupon } from '../routes/catalogue.ts'
import { createProduct, createVariation, deleteProduct } from '../writes/products.ts'
import { addTerm } from '../writes/terms.ts'
import type { Product } from '../records.ts'
import type { Random } from '../prng.ts'
import type { WooState } from '../state.ts'
import { BRANDS, CATEGORIES, FIRST_WORDS, NOUNS, OPTION_VALUES, SENTENCES, TAGS } from './words.ts'

type OptionName = keyof typeof OPTION_VALUES
export type Catalogue = {
  products: Product[]
  /** Deleted for good at the end; the orders that hold them stay. */
  doomed: Product[]
}

export function makeTaxes(state: WooState) {
  const rates: [
    string,
    string,
    string,
    string,
    string,
    Partial<{ priority: number; compound: boolean; shipping: boolean; class: string }>,
  ][] = [
    ['US', 'CA', '', '7.25', 'CA State Tax', {}],
    ['US', 'CA', 'OAKLAND', '3', 'Oakland District', { priority: 2, shipping: false }],
    ['US', 'NY', '', '4', 'NY State', {}],
    ['US', 'NY', 'BROOKLYN', '4.875', 'NYC Local', { priority: 2 }],
    ['DE', '', '', '19', 'MwSt. 19 %', {}],
    ['DE', '', '', '7', 'MwSt. 7 %', { class: 'reduced-rate' }],
    ['GB', '', '', '20', 'VAT', {}],
    ['FR', '', '', '20', 'TVA 20 %', {}],
    ['FR', '', '', '5.5', 'TVA 5,5 %', { class: 'reduced-rate' }],
    ['JP', '', '', '10', '消費税', {}],
    ['CA', '', '', '5', 'GST', {}],
    // Québec once took its tax on top of the federal one; old shops still have it so.
    ['CA', 'QC', '', '9.975', 'QST', { priority: 2, compound: true }],
    ['CA', 'BC', '', '7', 'PST', { priority: 2, shipping: false }],
    ['SE', '', '', '25', 'Moms', {}],
  ]
  for (const [country, region, city, rate, name, more] of rates) {
    createTaxRate(state, { country, state: region, city, rate, name, ...more })
  }
}

export function makeCoupons(state: WooState) {
  createCoupon(state, {
    code: 'WELCOME10',
    discount_type: 'percent',
    amount: '10',
    description: 'First order',
  })
  createCoupon(state, {
    code: 'Loom 5 Off',
    discount_type: 'fixed_cart',
    amount: '5.00',
    minimum_amount: '20.00',
  })
  createCoupon(state, { code: 'HEARTH15', discount_type: 'percent', amount: '15' })
  createCoupon(state, { code: 'PIECE2', discount_type: 'fixed_product', amount: '2.00' })
  createCoupon(state, {
    code: 'FREESHIP',
    discount_type: 'fixed_cart',
    amount: '0',
    free_shipping: true,
  })
  createCoupon(state, {
    code: 'STAFF100',
    discount_type: 'percent',
    amount: '100',
    description: 'On the house',
  })
}

function makeTerms(state: WooState) {
  const categories = new Map<string, number>()
  for (const { name, children } of CATEGORIES) {
    const parent = addTerm(state, {
      taxonomy: 'category',
      name,
      description: `${name} at Alder & Loom.`,
    })
    categories.set(name, parent.id)
    for (const child of children) {
      categories.set(
        child,
        addTerm(state, { taxonomy: 'category', name: child, parent: parent.id }).id,
      )
    }
  }
  const tags = TAGS.map((name) => addTerm(state, { taxonomy: 'tag', name }).id)
  const brands = BRANDS.map((name) => addTerm(state, { taxonomy: 'brand', name }).id)
  const attributes = new Map<OptionName, number>()
  for (const name of ['Colour', 'Size', 'Material'] as const) {
    const id = state.id('attribute')
    state.attributes.set(id, { id, name, slug: `pa_${name.toLowerCase()}`, orderBy: 'menu_order' })
    attributes.set(name, id)
    OPTION_VALUES[name].forEach((value, menuOrder) =>
      addTerm(state, { taxonomy: 'attribute', attributeId: id, name: value, menuOrder }),
    )
  }
  return { categories, tags, brands, attributes }
}

const PUBLISHED = Array<'publish'>(8).fill('publish')
const ENDINGS = ['.00', '.50', '.95', '.90', ''] as const
const priceBetween = (random: Random, low: number, high: number) =>
  `${random.int(low, high - 1)}${random.pick(ENDINGS)}`
const cheaper = (price: string, share: number) => (Number(price) * share).toFixed(2)

function description(random: Random, name: string) {
  const [one, two, three] = random.shuffle(SENTENCES)
  const safe = name.replaceAll('&', '&amp;')
  return `<p>The <strong>${safe}</strong>. ${one}</p>\n<p>${two}</p>\n<ul><li>${three}</li><li>Weight and size in the details.</li></ul>`
}

function images(random: Random, sku: string, name: string, most: number) {
  return Array.from({ length: random.int(0, most) }, (_unused, index) => ({
    src: `/wp-content/uploads/2025/0${1 + (index % 9)}/${sku.toLowerCase()}-${index + 1}.png`,
    name: `${name} ${index + 1}`,
    alt: index === 0 ? name : `${name}, detail ${index}`,
  }))
}

type Terms = ReturnType<typeof makeTerms>

function addVariations(
  state: WooState,
  random: Random,
  product: Product,
  sku: string,
  range: readonly [number, number],
  options: readonly OptionName[],
  terms: Terms,
  most: number,
) {
  let combinations: { name: OptionName; value: string }[][] = [[]]
  for (const name of options) {
    const id = terms.attributes.get(name) ?? 0
    const values =
      product.attributes
        .find((a) => a.id === id)
        ?.options.flatMap((t) => state.terms.get(Number(t))?.name ?? []) ?? []
    combinations = combinations.flatMap((rest) => values.map((value) => [...rest, { name, value }]))
  }
  const basePrice = priceBetween(random, ...range)
  const perOptionPrice = random.chance(0.4)
  random
    .shuffle(combinations)
    .slice(0, most)
    .forEach((combination, index) => {
      const regular = perOptionPrice ? priceBetween(random, ...range) : basePrice
      const managed = random.chance(0.7)
      createVariation(state, product.id, {
        sku: random.chance(0.06) ? '' : `${sku}-${index + 1}`,
        regular_price: regular,
        ...(random.chance(0.12) ? { sale_price: cheaper(regular, 0.8) } : {}),
        manage_stock: managed,
        ...(managed
          ? {
              stock_quantity: random.chance(0.08) ? 0 : random.int(20, 260),
              backorders: random.chance(0.1) ? 'notify' : 'no',
            }
          : {}),
        weight: random.chance(0.6) ? (random.int(5, 320) / 100).toString() : '',
        attributes: combination.map(({ name, value }) => ({
          id: terms.attributes.get(name) ?? 0,
          option: value,
        })),
        ...(random.chance(0.15) && product.images[0]
          ? { image: { id: product.images[0].id } }
          : {}),
        menu_order: index,
      })
    })
  // One variation in some products stands for "any" of its last option.
  const last = product.variationIds.at(-1)
  const any = last === undefined ? undefined : state.variations.get(last)
  if (
    any &&
    options.length > 1 &&
    (options.length === 3 ? state.variations.size < 31 : random.chance(0.05))
  )
    any.attributes = any.attributes.slice(0, -1)
}

/** Names never repeat; kinds, options, stock, prices and states are mixed as in a shop that grew. */
export function makeCatalogue(
  state: WooState,
  random: Random,
  count: number,
  at: (share: number) => void,
): Catalogue {
  const terms = makeTerms(state)
  const products: Product[] = []
  const pairs = random.shuffle(
    FIRST_WORDS.flatMap((word) => NOUNS.map((noun) => [word, noun] as const)),
  )
  // The first one varies by all three options.
  const first = pairs.findIndex(([, noun]) => noun[4].length === 3)
  pairs.unshift(...pairs.splice(first, 1))
  const total = count + 3
  pairs.slice(0, total).forEach(([word, [noun, category, low, high, possible]], index) => {
    at(index / total)
    const name = `${word} ${noun}`
    const sku = `AL-${category.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(4, '0')}`
    const variable = possible.length > 0 && (index % 5 < 2 || index < 2)
    const options = variable
      ? possible.slice(0, possible.length === 3 ? 3 : random.int(1, possible.length))
      : []
    const regular = priceBetween(random, low, high)
    // Small sets have to show every state too: the first ones are fixed.
    const managed = !variable && index !== 4 && (index === 2 || random.chance(0.6))
    const status =
      index < 8
        ? 'publish'
        : index === 8
          ? 'draft'
          : index === 9
            ? 'private'
            : random.pick([...PUBLISHED, 'draft', 'private'] as const)
    const virtual = !variable && index % 41 === 7
    const product = createProduct(state, {
      name: virtual ? `${word} Gift Card (e-mail)` : name,
      type: variable ? 'variable' : 'simple',
      status,
      sku: index % 53 === 11 ? '' : sku,
      description: random.chance(0.9) ? description(random, name) : '',
      short_description: random.chance(0.5) ? `<p>${random.pick(SENTENCES)}</p>` : '',
      ...(variable ? {} : { regular_price: regular }),
      ...(!variable && (index === 3 || random.chance(0.2))
        ? { sale_price: cheaper(regular, 0.85) }
        : {}),
      manage_stock: managed,
      ...(managed
        ? {
            stock_quantity: random.chance(0.1) ? 0 : random.int(30, 400),
            backorders: random.chance(0.15) ? 'yes' : 'no',
          }
        : {}),
      ...(!managed && !variable && (index === 4 || random.chance(0.06))
        ? { stock_status: 'outofstock' }
        : {}),
      ...(virtual ? { virtual: true } : {}),
      ...(index % 37 === 5 ? { tax_class: 'reduced-rate' } : {}),
      weight: random.chance(0.7) ? (random.int(8, 480) / 100).toString() : '',
      ...(random.chance(0.4)
        ? {
            dimensions: {
              length: String(random.int(5, 220)),
              width: String(random.int(5, 160)),
              height: String(random.int(1, 80)),
            },
          }
        : {}),
      categories: [
        { id: terms.categories.get(category) ?? 15 },
        ...(random.chance(0.2)
          ? [{ id: terms.categories.get(random.pick(CATEGORIES).name) ?? 15 }]
          : []),
      ],
      brands: random.chance(0.6) ? [{ id: random.pick(terms.brands) }] : [],
      tags: random
        .shuffle(terms.tags)
        .slice(0, random.int(0, 3))
        .map((id) => ({ id })),
      images: images(random, sku, name, 4),
      attributes: [
        ...options.map((option) => ({
          id: terms.attributes.get(option) ?? 0,
          visible: true,
          variation: true,
          options: random
            .shuffle(OPTION_VALUES[option])
            .slice(0, random.int(2, option === 'Material' ? 3 : 6)),
        })),
        ...(random.chance(0.3)
          ? [
              {
                name: 'Made in',
                visible: true,
                variation: false,
                options: [random.pick(['Portugal', 'Japan', 'Wales', 'Denmark'])],
              },
            ]
          : []),
      ],
      meta_data: random.chance(0.3)
        ? [
            { key: 'supplier_code', value: `SUP-${random.int(10, 99)}` },
            { key: '_hidden_cost', value: cheaper(regular, 0.4) },
          ]
        : [],
      ...(random.chance(0.15) ? { global_unique_id: String(4006381300000 + index) } : {}),
    })
    if (variable) addVariations(state, random, product, sku, [low, high], options, terms, 30)
    products.push(product)
  })
  return { products: products.slice(0, count), doomed: products.slice(count) }
}

export function discontinue(state: WooState, catalogue: Catalogue) {
  for (const product of catalogue.doomed) deleteProduct(state, product.id)
}
