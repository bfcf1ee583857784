import { z } from 'zod'
import {
  LAGGING_TOTAL,
  later,
  learnLocation,
  NO_BULK,
  OLD_COST,
  plainProduct,
  product,
  type Scenes,
  stored,
  UNRECORDED,
} from './scene.ts'

const NO_TAXONOMY = 'the taxonomy is not part of the stand-in'

const variantRow = z.object({ id: z.string(), sku: z.string(), price: z.string() })
const named = z.object({ id: z.string(), title: z.string() })

export const PRODUCT_SCENES: Scenes = {
  'products/handle-lifecycle': {},
  'products/product-create-options-first-values-only': {},
  'products/product-create-validation-and-handles': {},
  'products/product-set-rules': {},
  'products/product-set-async-operation': {},
  'products/product-set-shape-limits': {},
  'products/product-update-tags': {},
  'products/variants-bulk-create-default-standalone': {},
  'products/invalid-category': {},
  'products/product-by-identifier': {
    skip: { '*': 'asks for saved searches, feeds and resource feedback besides' },
  },
  'products/product-set-create-then-update': {
    locations: 2,
    async before(replay) {
      const variant = '0'
      for (const i of [0, 1]) {
        learnLocation(
          replay,
          replay.recorded(
            'mutation.response',
            `variables.input.variants.${variant}.inventoryQuantities.${i}.locationId`,
          ),
          i,
          replay.recorded(
            'mutation.response',
            `data.productSet.product.variants.nodes.${variant}.inventoryItem.inventoryLevels.nodes.${i}.location.name`,
          ),
        )
      }
    },
    skip: {
      'handleParity.productSetExplicitNormalization.response': UNRECORDED,
      'preExistingUpdate.id.hydrate.response': UNRECORDED,
      'preExistingUpdate.handle.hydrate.response': UNRECORDED,
    },
    differs: {
      'data.productSet.product.category': NO_TAXONOMY,
      'data.product.category': NO_TAXONOMY,
      errors: NO_TAXONOMY,
      'data.productSet.product.totalInventory': LAGGING_TOTAL,
      'data.product.totalInventory': LAGGING_TOTAL,
      'data.variantOne.product.totalInventory': LAGGING_TOTAL,
      'data.variantTwo.product.totalInventory': LAGGING_TOTAL,
      'data.stockOne.variant.product.totalInventory': LAGGING_TOTAL,
      'data.stockTwo.variant.product.totalInventory': LAGGING_TOTAL,
      'requested cost: recorded 170, ours 178': OLD_COST,
    },
  },
  'products/publishable-publish-validation': {
    async before(replay) {
      const step = 'cases.publishDuplicate.response.payload'
      await product(replay, { product: replay.recorded(step, 'variables.id') })
      const [publication] = stored(replay).publications.keys()
      const recorded = replay.recorded(step, 'variables.input.0.publicationId')
      if (publication) replay.learn(recorded, publication)
    },
  },
  'products/tags-add-and-search-lag': {
    async before(replay) {
      const list = (path: string) =>
        z.array(z.string()).parse(replay.recordedValue('mutation.response', path))
      const added = new Set(list('variables.tags'))
      const tags = list('data.tagsAdd.node.tags').filter((tag) => !added.has(tag))
      await product(
        replay,
        { product: replay.recorded('mutation.response', 'variables.id') },
        { ...plainProduct, tags },
      )
    },
    at: { 'delayedDownstreamRead.response': later(10_000) },
  },
  'products/search-lag-until-indexed': {
    at: { 'searchProbes[5].response': later(10_000) },
    skip: {
      'run.response': NO_BULK,
      'run.statusPolls[0].response': NO_BULK,
      'run.statusPolls[1].response': NO_BULK,
    },
  },
  'products/collection-create-add-products': {
    async before(replay) {
      for (const step of ['customRead.response', 'windowCollectionAdd.response']) {
        const path = step === 'customRead.response' ? 'data' : 'data.collectionAddProducts'
        const nodes = z
          .array(named)
          .parse(replay.recordedValue(step, `${path}.collection.products.nodes`))
        for (const { id, title } of nodes) await product(replay, { product: id }, { title })
      }
    },
    skip: { 'invalidSort.response': 'one more sort order since 2026-07' },
  },
  'products/variants-bulk-update-partial': {
    async before(replay) {
      const step = 'partialRead.response.payload'
      const rows = ['red', 'blue'].map((name) =>
        variantRow.parse(replay.recordedValue(step, `data.${name}`)),
      )
      await product(
        replay,
        {
          product: replay.recorded(step, 'variables.productId'),
          variants: rows.map(({ id }) => id),
        },
        {
          ...plainProduct,
          productOptions: [{ name: 'Color', values: rows.map(({ sku }) => ({ name: sku })) }],
          variants: rows.map(({ sku, price }) => ({
            optionValues: [{ optionName: 'Color', name: sku }],
            price,
            inventoryItem: { sku, tracked: true },
          })),
        },
      )
    },
  },
  'products/variants-bulk-validation-atomicity': {
    async before(replay) {
      await product(
        replay,
        {
          product: replay.recorded('cases[11].response.payload', 'variables.productId'),
          variants: [replay.recorded('cases[11].response.payload', 'variables.variants.0.id')],
        },
        {
          ...plainProduct,
          productOptions: [
            { name: 'Color', values: [{ name: 'Red' }] },
            { name: 'Size', values: [{ name: 'Small' }] },
          ],
          variants: [
            {
              optionValues: [
                { optionName: 'Color', name: 'Red' },
                { optionName: 'Size', name: 'Small' },
              ],
            },
          ],
        },
      )
    },
    differs: { 'requested cost: recorded 11, ours 10': OLD_COST },
  },
}
