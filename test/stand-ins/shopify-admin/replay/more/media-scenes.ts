import type { Scenes } from '../scene.ts'

export const MEDIA_SCENES: Scenes = {
  'media/file-attached-to-product': { skip: { '*': 'not replayed yet' } },
  'media/file-content-types': { skip: { '*': 'not replayed yet' } },
  'media/file-create-batch-limit': { skip: { '*': 'not replayed yet' } },
  'media/file-create-validation': { skip: { '*': 'not replayed yet' } },
  'media/file-references-and-access': { skip: { '*': 'not replayed yet' } },
  'media/file-update-source': { skip: { '*': 'not replayed yet' } },
  'media/file-update-validation': { skip: { '*': 'not replayed yet' } },
  'media/files-upload': { skip: { '*': 'not replayed yet' } },
  'products/product-media-on-update': { skip: { '*': 'not replayed yet' } },
  'products/variant-media-validation': { skip: { '*': 'not replayed yet' } },
}
