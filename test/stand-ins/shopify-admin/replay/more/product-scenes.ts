import { z } from 'zod'
import type { Replay } from '../replay.ts'
import { NO_QUERY, OLD_COST, plainProduct, product, type Scenes, stored } from '../scene.ts'

const SHORTENED = 'the recorded list was shortened'

const recordedOptions = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    optionValues: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
)

/** Adds options with the values they were recorded with, and ties their gids. */
async function withOptions(replay: Replay, step: string, path: string): Promise<void> {
  const last = [...stored(replay).products.keys()].at(-1)
  const options = recordedOptions.parse(replay.recordedValue(step, path))
  await replay.call(
    `mutation ($id: ID!, $options: [OptionCreateInput!]!) {
      productOptionsCreate(productId: $id, options: $options) { userErrors { message } }
    }`,
    {
      id: last,
      options: options.map(({ name, optionValues }) => ({
        name,
        values: optionValues.map((value) => ({ name: value.name })),
      })),
    },
  )
  const made = stored(replay).products.get(last ?? '')?.options ?? []
  options.forEach((option, i) => {
    replay.learn(option.id, made[i]?.id ?? '')
    option.optionValues.forEach((value, j) => replay.learn(value.id, made[i]?.values[j]?.id ?? ''))
  })
}

export const PRODUCT_SCENES: Scenes = {
  'products/options-create-limits-and-duplicates': {
    skip: {
      'captures.setupLargeVariants.result': SHORTENED,
      'captures.tooManyVariantsCreated.result': SHORTENED,
    },
  },
  'products/options-create-strategies': {
    async before(replay) {
      for (const nth of [0, 1, 2]) {
        await product(replay, {
          product: replay.recorded('mutation.response', 'variables.productId', nth),
        })
      }
    },
    skip: { preMutationRead: NO_QUERY },
  },
  'products/options-reorder-validation': {},
  'products/options-update-and-delete': {
    async before(replay) {
      await product(
        replay,
        { product: replay.recorded('mutation.response', 'variables.productId') },
        plainProduct,
      )
      await withOptions(replay, 'preMutationRead', 'data.product.options')
    },
    skip: {
      preMutationRead: NO_QUERY,
      'validation.updateUnknownOption': NO_QUERY,
      'validation.deleteUnknownOption': NO_QUERY,
    },
  },
  'products/product-create-joins-collections': {},
  'products/product-set-duplicate-variants': { differs: { 'requested cost': OLD_COST } },
  'products/variant-price-range': {},
  'collections/update-rules-and-job': {},
}
