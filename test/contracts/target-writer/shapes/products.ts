import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { aProduct, aVariant, categories } from '#test/helpers/records/canonical-samples.ts'
import type { Shape } from './shape.ts'

const image = (n: number) => ({
  sourceId: `img${n}`,
  url: `https://old-store.example/images/${n}.jpg`,
  alt: `View ${n}`,
})

export const productShapes: Shape<CanonicalProduct>[] = [
  { name: 'a simple product', record: aProduct({ sourceId: 'p1' }) },
  {
    name: 'a product with everything',
    record: aProduct({
      sourceId: 'p2',
      title: 'Merino jumper 🐑',
      handle: 'merino-jumper',
      vendor: 'Northfold',
      productType: 'Knitwear',
      tags: ['Winter', 'wool', 'winter', ' New in '],
      seo: { title: 'Merino jumper', description: 'Warm and light.' },
      collections: categories('Jumpers', 'Gifts & more'),
      options: [
        { name: 'Colour', values: ['Moss', 'Clay'] },
        { name: 'Size', values: ['S', 'M'] },
      ],
      variants: ['Moss', 'Clay'].flatMap((colour) =>
        ['S', 'M'].map((size) =>
          aVariant({
            sourceId: `p2-${colour}-${size}`,
            sku: `MER-${colour}-${size}`,
            barcode: '4006381333931',
            price: '89.90',
            compareAtPrice: '119.00',
            options: [
              { name: 'Colour', value: colour },
              { name: 'Size', value: size },
            ],
            weight: { value: '0.35', unit: 'KILOGRAMS' },
            inventory: { tracked: true, quantity: 7, continueSelling: false },
            imageSourceId: 'img1',
          }),
        ),
      ),
      images: [image(1), image(2), image(3)],
    }),
  },
  {
    name: 'a draft without stock tracking that may be oversold',
    record: aProduct({
      sourceId: 'p3',
      handle: '',
      status: 'draft',
      published: true,
      descriptionHtml: '',
      variants: [
        aVariant({
          sourceId: 'p3',
          sku: null,
          price: '0',
          taxable: false,
          requiresShipping: false,
          inventory: { tracked: false, quantity: null, continueSelling: true },
        }),
      ],
    }),
  },
  {
    name: 'a product that is not published',
    record: aProduct({ sourceId: 'p4', handle: 'hidden-lamp', published: false }),
  },
  {
    name: 'an archived product with a handle in another script',
    record: aProduct({
      sourceId: 'p5',
      title: '陶器のマグ',
      handle: '陶器のマグ',
      status: 'archived',
    }),
  },
  {
    name: 'a product whose title is 300 characters long',
    record: aProduct({ sourceId: 'p6', handle: 'long', title: 'Very long lamp '.repeat(20) }),
    notes: ['TEXT_SHORTENED'],
  },
  {
    name: 'a product with 251 images',
    record: aProduct({
      sourceId: 'p7',
      handle: 'gallery',
      images: Array.from({ length: 251 }, (_, n) => image(n)),
    }),
    notes: ['TOO_MANY_IMAGES'],
  },
  {
    name: 'a product with an image address that is none',
    record: aProduct({
      sourceId: 'p8',
      handle: 'odd-picture',
      images: [image(1), { sourceId: 'x', url: 'uploads/broken.jpg', alt: '' }],
    }),
    notes: ['IMAGE_FAILED'],
  },
  {
    name: 'a product whose handle another product has',
    record: aProduct({ sourceId: 'p9', title: 'Another jumper', handle: 'merino-jumper' }),
  },
  {
    name: 'a product whose option values differ in spelling only and whose variation is open',
    record: aProduct({
      sourceId: 'p10',
      handle: 'candle',
      options: [{ name: 'Scent', values: ['Cedar', 'cedar', 'Unused'] }],
      variants: [
        aVariant({ sourceId: 'p10-a', options: [{ name: 'Scent', value: 'Cedar' }] }),
        aVariant({ sourceId: 'p10-b', options: [{ name: 'Scent', value: '' }] }),
      ],
    }),
  },
]
