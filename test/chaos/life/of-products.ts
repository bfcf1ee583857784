/** Products, variants and categories that become something else. */
import type { Product } from '#test/stand-ins/woocommerce/records.ts'
import {
  createProduct,
  createVariation,
  deleteVariation,
  updateProduct,
  updateVariation,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { addTerm, deleteTerm, renameTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'
import { HOUR, inShopify, one, products, type Happening, type Scene } from './scene.ts'

const migrated = (scene: Scene, test: (product: Product) => boolean) =>
  products(scene, (product) => inShopify(scene, 'product', product.id) !== null && test(product))

const price = ({ random }: Scene) => `${random.int(20, 190)}.${random.int(10, 99)}`

/** A value of the product's own option, and the variations that have it. */
export const optionValueRenamed: Happening = (scene, lived) => {
  const { state, random } = scene
  const product = one(
    random,
    migrated(scene, ({ attributes, variationIds }) =>
      attributes.some(({ id, variation }) => id === 0 && variation && variationIds.length > 0),
    ),
  )
  const attribute = product?.attributes.find(({ id, variation }) => id === 0 && variation)
  const value = attribute && one(random, attribute.options)
  if (!product || !attribute || !value) return null
  const renamed = `${value.split(' ')[0]} ${random.hex(3)}`
  attribute.options = attribute.options.map((each) => (each === value ? renamed : each))
  for (const id of product.variationIds) {
    const variation = state.variations.get(id)
    const own = variation?.attributes.find(({ name }) => name === attribute.name)
    if (!variation || own?.option !== value) continue
    updateVariation(state, id, {
      attributes: variation.attributes.map(({ id: attributeId, name, option }) => ({
        ...(attributeId > 0 ? { id: attributeId } : { name }),
        option:
          attributeId > 0
            ? (state.terms.get(Number(option))?.slug ?? option)
            : name === attribute.name
              ? renamed
              : option,
      })),
    })
  }
  product.modifiedAt = state.now()
  return lived(`product ${product.id}: “${value}” is called “${renamed}”`)
}

/** A term all products share; no date moves. */
export const attributeTermRenamed: Happening = (scene, lived) => {
  const { state, random } = scene
  const term = one(
    random,
    [...state.terms.values()].filter(({ taxonomy }) => taxonomy === 'attribute'),
  )
  if (!term) return null
  const name = `${term.name.split(' ')[0]} ${random.hex(3)}`
  renameTerm(state, term.id, name)
  return lived(`attribute term ${term.id} “${term.name}”`)
}

export const simpleBecomesVariable: Happening = (scene, lived) => {
  const { state, random } = scene
  const product = one(
    random,
    migrated(scene, ({ type, price: now }) => type === 'simple' && now !== ''),
  )
  if (!product) return null
  const word = random.hex(3)
  updateProduct(state, product.id, {
    type: 'variable',
    sku: '',
    regular_price: '',
    sale_price: '',
    attributes: [
      { name: 'Size', visible: true, variation: true, options: [`Small ${word}`, `Large ${word}`] },
    ],
  })
  for (const size of ['Small', 'Large']) {
    createVariation(state, product.id, {
      sku: `CH-${size[0]}${product.id}-${word}`,
      regular_price: price(scene),
      attributes: [{ name: 'Size', option: `${size} ${word}` }],
    })
  }
  return lived(`product ${product.id}: simple before, two sizes now`)
}

export const variableBecomesSimple: Happening = (scene, lived) => {
  const { state, random } = scene
  const all = migrated(scene, ({ type }) => type === 'variable')
  const product = one(random, all)
  // What else needs options finds some.
  if (!product || all.length < 2) {
    makeSized(scene)
    return null
  }
  for (const id of product.variationIds) deleteVariation(state, id)
  updateProduct(state, product.id, {
    type: 'simple',
    attributes: [],
    sku: `CH-S${product.id}-${random.hex(3)}`,
    regular_price: price(scene),
  })
  return lived(`product ${product.id}: variable before, simple now`)
}

export const oneVariationPriced: Happening = (scene, lived) => {
  const product = one(
    scene.random,
    migrated(scene, ({ variationIds }) => variationIds.length > 1),
  )
  if (!product) return null
  const id = scene.random.pick(product.variationIds)
  updateVariation(scene.state, id, { regular_price: price(scene), sale_price: '' })
  return lived(`product ${product.id}: variation ${id} alone costs something else`)
}

/** No two prices of it are the same, and each has one from before a sale. */
export const severalPrices: Happening = (scene, lived) => {
  const product = makeSized(scene)
  return lived(`product ${product.id}: three sizes, six prices`)
}

function makeSized(scene: Scene): Product {
  const { state, random } = scene
  const word = random.hex(4)
  const sizes = ['One', 'Two', 'Three']
  const product = createProduct(state, {
    name: `Sized ${word}`,
    type: 'variable',
    attributes: [{ name: 'Size', visible: true, variation: true, options: sizes }],
  })
  const base = random.int(20, 90)
  for (const [at, size] of sizes.entries()) {
    createVariation(state, product.id, {
      sku: `CH-${word}-${at}`,
      regular_price: `${base + 10 * at}.${random.int(50, 99)}`,
      sale_price: `${base + 10 * at}.${random.int(10, 49)}`,
      attributes: [{ name: 'Size', option: size }],
    })
  }
  return product
}

export const tagsAtBothSides: Happening = (scene, lived) => {
  const { state, random, store, merchant } = scene
  const product = one(
    random,
    migrated(scene, () => true),
  )
  const gid = product && inShopify(scene, 'product', product.id)
  if (!product || !gid) return null
  const line = merchant.addTag(store, random, gid)
  if (line === null) return null
  const tag = addTerm(state, { taxonomy: 'tag', name: `Both ${random.hex(4)}` })
  // One goes, one comes.
  updateProduct(state, product.id, {
    tags: [...product.tagIds.slice(1), tag.id].map((id) => ({ id })),
  })
  return lived(`product ${product.id}: tag “${tag.name}” there; ${line}`)
}

const categories = ({ state }: Scene) =>
  [...state.terms.values()].filter(
    ({ taxonomy, slug, id }) =>
      taxonomy === 'category' &&
      slug !== 'uncategorized' &&
      [...state.products.values()].some(({ categoryIds }) => categoryIds.includes(id)),
  )

export const categoryRenamed: Happening = (scene, lived) => {
  const category = one(scene.random, categories(scene))
  if (!category) return null
  const name = `${category.name.split(' ')[0]} ${scene.random.hex(4)}`
  renameTerm(scene.state, category.id, name)
  return lived(`category ${category.id} is called “${name}”`)
}

/** Deleted, made anew under the same name, and its products are put back. */
export const categoryMadeAnew: Happening = (scene, lived) => {
  const { state, random } = scene
  const category = one(random, categories(scene))
  if (!category) return null
  const { id, name, parent } = category
  const members = [...state.products.values()].filter((p) => p.categoryIds.includes(id))
  deleteTerm(state, id)
  const again = addTerm(state, { taxonomy: 'category', name, parent })
  for (const product of members) {
    const kept = product.categoryIds.filter((each) => each !== 15)
    updateProduct(state, product.id, {
      categories: [...kept, again.id].map((each) => ({ id: each })),
    })
  }
  return lived(`category ${id} “${name}” was deleted and is there again as ${again.id}`)
}

/** Its date lies ahead, and stays when it is published. */
export const scheduledProduct: Happening = (scene, lived) => {
  const { state, random } = scene
  const due = state.now() + random.int(1, 3) * HOUR
  const { id } = createProduct(state, {
    name: `Coming soon ${random.hex(4)}`,
    sku: `CH-DUE-${random.hex(4)}`,
    regular_price: price(scene),
    date_created_gmt: new Date(due).toISOString(),
  })
  return lived(`product ${id}: to be published at ${new Date(due).toISOString()}`)
}

/** What WordPress does by itself when the time has come. @returns one line for each */
export function publishWhatIsDue({ state }: Pick<Scene, 'state'>): string[] {
  return [...state.products.values()].flatMap((product) => {
    if (product.status !== 'future' || product.createdAt > state.now()) return []
    product.status = 'publish'
    return [`product ${product.id}: published, as planned`]
  })
}
