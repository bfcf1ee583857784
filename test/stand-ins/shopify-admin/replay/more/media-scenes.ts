import { z } from 'zod'
import type { Replay } from '../replay.ts'
import { later, NO_QUERY, product, type Scenes, SHOP_COUNT } from '../scene.ts'

const made = z.object({
  fileCreate: z.object({ files: z.array(z.object({ id: z.string() })) }),
})

/** Creates a file as it was recorded, though the text of the request was not. */
async function file(replay: Replay, step: string): Promise<void> {
  const answer = await replay.call(
    `mutation ($files: [FileCreateInput!]!) {
      fileCreate(files: $files) { files { id } userErrors { message } }
    }`,
    { files: replay.recordedValue(step, 'variables.files') },
  )
  made.parse(answer).fileCreate.files.forEach(({ id }, i) => {
    replay.learn(replay.recorded(step, `data.fileCreate.files.${i}.id`), id)
  })
}

const READY = later(10_000)
/** Right after the step before: each takes a second of its own. */
const AT_ONCE = later(-1000)
const NO_SIZES = 'the stand-in downloads nothing and knows no sizes'
const OTHER_SHOP = 'the number of the shop and the time are in the address'
const NO_UPLOADS = 'staged uploads are not part of this stand-in'
const UNION_COST = 'what unions cost beside each other is not modelled to the point'
const INPUT_COST = 'what media in the input cost is not modelled to the point'
const FASTER = 'Shopify had begun within the answer, once in a while'

/** How a picture that was fetched differs from a recorded one, below these paths. */
function pictures(...paths: string[]): Record<string, string> {
  return Object.fromEntries(
    paths.flatMap((path) => [
      [`${path}.url`, OTHER_SHOP],
      [`${path}.width`, NO_SIZES],
      [`${path}.height`, NO_SIZES],
    ]),
  )
}

export const MEDIA_SCENES: Scenes = {
  'media/file-attached-to-product': {
    async before(replay) {
      const step = 'setup.productCreate.response'
      await product(
        replay,
        { product: replay.recorded(step, 'data.productCreate.product.id') },
        replay.recordedValue(step, 'variables.product'),
      )
    },
    at: {
      'attach.response': AT_ONCE,
      'productReadAfterAttach.response': AT_ONCE,
      'filesReadAfterAttach.response': AT_ONCE,
    },
    skip: { 'setup.productCreate.response': NO_QUERY },
    differs: { 'data.files.pageInfo.hasNextPage': SHOP_COUNT },
  },
  'media/file-content-types': {
    at: {
      'reads.filesRead.response.payload': AT_ONCE,
      'reads.videoNode.response.payload': AT_ONCE,
      'reads.documentNode.response.payload': AT_ONCE,
      'reads.extensionlessNode.response.payload': AT_ONCE,
      'reads.modelNode.response.payload': AT_ONCE,
    },
    skip: { 'setup.videoStagedUpload.response.payload': NO_UPLOADS },
    differs: {
      'data.files.nodes: recorded 10 entries': SHOP_COUNT,
      'requested cost: recorded 3, ours 4': UNION_COST,
    },
  },
  'media/file-create-batch-limit': {},
  'media/file-create-validation': {
    skip: {
      'referencesToAddSchemaProbe.payload': NO_QUERY,
      'longAltPublicProbe.payload': NO_QUERY,
    },
  },
  'media/file-references-and-access': {
    skip: { '*': 'needs a token that was given fewer scopes than the app' },
  },
  'media/file-update-source': {
    async before(replay) {
      await file(replay, 'setup.imageCreate.response')
      await file(replay, 'setup.genericCreate.response')
      await READY(replay)
    },
    at: { 'updates.genericOriginalSource.response': AT_ONCE },
    skip: {
      'setup.imageCreate.response': NO_QUERY,
      'setup.readyImageRead': NO_QUERY,
      'setup.genericCreate.response': NO_QUERY,
      'setup.readyGenericRead': NO_QUERY,
      'reads.imageAfterOriginalSource.response': 'read before the other file was made',
    },
    differs: {
      ...pictures('data.fileUpdate.files[0].preview.image', 'data.files.nodes[1].preview.image'),
      'data.fileUpdate.files[0].url': OTHER_SHOP,
      'data.files.nodes[0].url': OTHER_SHOP,
    },
  },
  'media/file-update-validation': {
    async before(replay) {
      await file(replay, 'setup.imageCreate.response')
      await file(replay, 'setup.videoCreate.response')
      await READY(replay)
      await file(replay, 'setup.nonReadyCreate.response')
    },
    skip: {
      'setup.imageCreate.response': NO_QUERY,
      'setup.videoCreate.response': NO_QUERY,
      'setup.nonReadyCreate.response': NO_QUERY,
      'setup.readyImageRead': NO_QUERY,
      'setup.readyVideoRead': NO_QUERY,
    },
    differs: pictures('data.fileUpdate.files[0].image', 'data.fileUpdate.files[0].preview.image'),
  },
  'media/files-upload': {
    at: {
      'fileUpdateConflictingSources.response': AT_ONCE,
    },
    skip: {
      'stagedUploadsCreate.response': NO_UPLOADS,
      'readAfterCreatePageTwo.response': 'its cursor holds an id of the recorded store',
    },
    differs: {
      'requested cost: recorded 11, ours 10': INPUT_COST,
      'data.files.nodes: recorded 5 entries': SHOP_COUNT,
      'data.files.nodes[1].alt: recorded ""': SHOP_COUNT,
      'data.files.nodes[2].alt: recorded ""': SHOP_COUNT,
      'data.files.nodes[3].alt': SHOP_COUNT,
      ...pictures(
        ...[1, 2, 3].flatMap((i) => [
          `data.files.nodes[${i}].image`,
          `data.files.nodes[${i}].preview.image`,
        ]),
      ),
    },
  },
  'products/product-media-on-update': {
    at: {
      'readAfterValidCreate.response.payload': AT_ONCE,
      'validUpdate.response.payload': AT_ONCE,
      'readAfterValidUpdate.response.payload': AT_ONCE,
      'invalidUpdate.response.payload': AT_ONCE,
      'readAfterInvalidUpdate.response.payload': AT_ONCE,
    },
    differs: {
      'requested cost: recorded 30, ours 28': INPUT_COST,
      'data.product.media.nodes[1].status: recorded "UPLOADED"': FASTER,
      'data.productUpdate.product.media.nodes[1].status: recorded "UPLOADED"': FASTER,
    },
  },
  'products/variant-media-validation': {
    at: {
      'operations.settleBaseReadyMedia.response': READY,
      'operations.settleBaseSecondReadyMedia.response': READY,
      'operations.settleOtherReadyMedia.response': READY,
      ...Object.fromEntries(
        [
          'appendTooManyPairs',
          'detachTooManyPairs',
          'appendTooManyMediaPerPair',
          'detachTooManyMediaPerPair',
          'appendEmptyMediaIds',
          'detachEmptyMediaIds',
          'appendDuplicateVariant',
          'detachDuplicateVariant',
          'appendInvalidMediaType',
          'appendVariantFromOtherProduct',
          'appendMediaFromOtherProduct',
          'appendProcessingMedia',
        ].map((name) => [`operations.${name}.response`, AT_ONCE]),
      ),
    },
    skip: {
      'operations.baseReadyMediaRead.response': NO_QUERY,
      'operations.baseSecondReadyMediaRead.response': NO_QUERY,
      'operations.otherReadyMediaRead.response': NO_QUERY,
    },
    differs: {
      'data.productCreateMedia.product.media.nodes[0].status: recorded "PROCESSING"': FASTER,
      'data.productCreateMedia.product.media.nodes[3].status: recorded "PROCESSING"': FASTER,
    },
  },
}
