import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { aProduct, aVariant } from '#test/helpers/records/canonical-samples.ts'
import type { NotMet, Row, UserError } from './row.ts'

let made = 0

/** A product of whom Shopify has everything that can be refused. */
function mug(overrides: Partial<CanonicalProduct> = {}): CanonicalProduct {
  made += 1
  const id = `p${made}`
  return aProduct({
    sourceId: id,
    handle: `mug-${made}`,
    vendor: 'Potter',
    productType: 'Mug',
    tags: ['clay'],
    options: [{ name: 'Size', values: ['S', 'L'] }],
    variants: ['S', 'L'].map((value, i) =>
      aVariant({
        sourceId: `${id}-${value}`,
        sku: `MUG-${made}-${value}`,
        compareAtPrice: '15.00',
        barcode: `400638133393${i}`,
        weight: { value: '0.5', unit: 'KILOGRAMS' },
        options: [{ name: 'Size', value }],
      }),
    ),
    ...overrides,
  })
}

const created = (error: UserError, then: (record: CanonicalProduct) => Row['then']): Row => {
  const record = mug()
  return {
    recorded: 'productSet',
    operation: 'ProductSet',
    errors: [error],
    record,
    then: then(record),
  }
}

function changed(
  operation: string,
  error: UserError,
  change: (before: CanonicalProduct) => Partial<CanonicalProduct>,
  then: (record: CanonicalProduct) => Row['then'],
  recorded = 'productUpdate',
): Row {
  const before = mug()
  const record = { ...before, ...change(before) }
  return { recorded, operation, errors: [error], before, record, then: then(record) }
}

const variantField = (record: CanonicalProduct, at: number, field: string) =>
  `variant:${record.variants[at]?.sourceId}.${field}`

/** Every price a cent more, every compare-at price too. */
const dearer = ({ variants }: CanonicalProduct): Partial<CanonicalProduct> => ({
  variants: variants.map((variant) => ({ ...variant, price: '12.51', compareAtPrice: '15.01' })),
})

const SHOWN = ['options', 'price', 'sku', 'taxable']

const withTwoMore = ({
  sourceId,
  options,
  variants,
}: CanonicalProduct): Partial<CanonicalProduct> => ({
  options: options.map((option) => ({ ...option, values: [...option.values, 'M', 'XL'] })),
  variants: [
    ...variants,
    ...['M', 'XL'].map((value) => {
      const id = `${sourceId}-${value}`
      const inventory = { tracked: true, quantity: 3, continueSelling: false }
      return aVariant({ sourceId: id, sku: id, inventory, options: [{ name: 'Size', value }] })
    }),
  ],
})

const oneValueLost =
  (at: number, field: string, code = 'CHANGE_NOT_POSSIBLE') =>
  (record: CanonicalProduct): Row['then'] => ({
    notes: [[code, variantField(record, at, field)]],
    lost: [variantField(record, at, field)],
  })

export const PRODUCT_ROWS: Row[] = [
  created(
    {
      field: ['input', 'handle'],
      message: "Handle 'mug' already in use. Please provide a new handle.",
    },
    () => ({ notes: [] }),
  ),
  ...(['tags', 'vendor', 'productType'] as const).map((field) =>
    created({ field: ['input', field], message: 'Product tags is invalid' }, () => ({
      notes: [['CHANGE_NOT_POSSIBLE', field]],
      lost: [field],
    })),
  ),
  created(
    {
      field: ['input', 'variants', '1', 'compareAtPrice'],
      message: 'must be less than 1000000000000000000',
      code: 'INVALID_VARIANT',
    },
    oneValueLost(1, 'compareAtPrice'),
  ),
  created(
    {
      field: ['input', 'variants', '0'],
      message: "The variant 'S' already exists. Please change at least one option value.",
    },
    () => ({ code: 'REJECTED_BY_SHOPIFY', isTransient: false }),
  ),
  ...[
    'Cost per item must be greater than or equal to 0',
    'Cost per item must be less than 1000000000000000000',
  ].map((message) =>
    created(
      {
        field: ['input', 'variants', '1', 'inventoryItem', 'cost'],
        message,
        code: 'INVALID_VARIANT',
      },
      (record) => ({ notes: [['CHANGE_NOT_POSSIBLE', variantField(record, 1, 'cost')]] }),
    ),
  ),

  changed(
    'ProductUpdate',
    {
      field: ['input', 'handle'],
      message: "Handle 'cup' already in use. Please provide a new handle.",
    },
    () => ({ title: 'Cup', handle: 'cup' }),
    () => ({ notes: [['CHANGE_NOT_POSSIBLE', 'handle']], lost: ['handle'] }),
  ),
  changed(
    'ProductUpdate',
    { field: ['tags'], message: 'Product tags is invalid' },
    () => ({ title: 'Cup', tags: ['clay', 'blue'] }),
    () => ({ notes: [['CHANGE_NOT_POSSIBLE', 'tags']], lost: ['tags'] }),
  ),
  changed(
    'ProductUpdate',
    { field: ['id'], message: 'Product does not exist' },
    () => ({ title: 'Cup' }),
    () => ({ code: 'TARGET_RECORD_GONE', isTransient: true }),
  ),
  ...[
    {
      field: ['variants', '0', 'price'],
      message: 'Price must be greater than or equal to 0',
      code: 'GREATER_THAN_OR_EQUAL_TO',
    },
  ].map((error) =>
    changed(
      'ProductVariantsBulkUpdate',
      error,
      dearer,
      oneValueLost(0, 'price'),
      'productVariantsBulkUpdate',
    ),
  ),
  changed(
    'ProductVariantsBulkUpdate',
    {
      field: ['variants', '1', 'compareAtPrice'],
      message: 'must be less than 1000000000000000000',
      code: 'INVALID_INPUT',
    },
    dearer,
    oneValueLost(1, 'compareAtPrice'),
    'productVariantsBulkUpdate',
  ),
  // Which of its values is meant, it does not say: those of this variant stay, the other's change.
  changed(
    'ProductVariantsBulkUpdate',
    { field: ['variants', '1'], message: 'must be greater than or equal to 0' },
    dearer,
    (record) => ({
      notes: [
        ['CHANGE_NOT_POSSIBLE', variantField(record, 1, 'price')],
        ['CHANGE_NOT_POSSIBLE', variantField(record, 1, 'compareAtPrice')],
      ],
      lost: [variantField(record, 1, 'compareAtPrice'), variantField(record, 1, 'price')],
    }),
    'productVariantsBulkUpdate',
  ),
  changed(
    'ProductVariantsBulkUpdate',
    {
      field: ['variants', '0', 'id'],
      message: 'Product variant does not exist',
      code: 'PRODUCT_VARIANT_DOES_NOT_EXIST',
    },
    dearer,
    (record) => ({
      notes: [
        ['CHANGE_NOT_POSSIBLE', variantField(record, 0, 'price')],
        ['CHANGE_NOT_POSSIBLE', variantField(record, 0, 'compareAtPrice')],
      ],
      lost: [variantField(record, 0, 'compareAtPrice'), variantField(record, 0, 'price')],
    }),
    'productVariantsBulkUpdate',
  ),
  changed(
    'ProductVariantsBulkUpdate',
    { field: ['productId'], message: 'Product does not exist', code: 'PRODUCT_DOES_NOT_EXIST' },
    dearer,
    () => ({ code: 'TARGET_RECORD_GONE', isTransient: true }),
    'productVariantsBulkUpdate',
  ),
  // One of several new variants that is refused does not keep the others away.
  ...[
    {
      field: ['variants', '0', 'optionValues', '0'],
      message: 'Option does not exist',
      code: 'INVALID_INPUT',
    },
    {
      field: ['variants', '0'],
      message: 'You need to add option values for Size',
      code: 'NEED_TO_ADD_OPTION_VALUES',
    },
  ].map((error) =>
    changed(
      'ProductVariantsBulkCreate',
      error,
      withTwoMore,
      (record) => ({
        notes: [['CHANGE_NOT_POSSIBLE', variantField(record, 2, 'options')]],
        lost: ['options', ...SHOWN.map((field) => variantField(record, 2, field))],
      }),
      'productVariantsBulkCreate',
    ),
  ),
  changed(
    'ProductVariantsBulkCreate',
    {
      field: ['variants', '1', 'inventoryQuantities'],
      message: "Quantity for Blue / Large couldn't be set because the location was deleted.",
      code: 'TRACKED_VARIANT_LOCATION_NOT_FOUND',
    },
    withTwoMore,
    (record) => ({ notes: [['CHANGE_NOT_POSSIBLE', variantField(record, 3, 'stock')]] }),
    'productVariantsBulkCreate',
  ),
  changed(
    'ProductSetStructure',
    {
      field: ['input', 'variants', '1'],
      message: "The variant 'L' already exists. Please change at least one option value.",
    },
    ({ variants }) => ({
      title: 'Cup',
      options: [{ name: 'Width', values: ['S', 'L'] }],
      variants: variants.map((variant) => ({
        ...variant,
        options: variant.options.map(({ value }) => ({ name: 'Width', value })),
      })),
    }),
    () => ({ notes: [['CHANGE_NOT_POSSIBLE', 'options']], lost: ['options'] }),
    'productSet',
  ),
  ...['Publication does not exist or is not publishable'].map((message): Row => ({
    recorded: 'publishablePublish',
    operation: 'Publish',
    errors: [{ field: ['input', '0', 'publicationId'], message }],
    record: mug(),
    then: { notes: [['CHANGE_NOT_POSSIBLE', 'published']], lost: ['published'] },
  })),
]

export const PRODUCTS_NOT_MET: NotMet[] = [
  { recorded: 'productCreate', words: /./, because: 'the app creates with productSet' },
  {
    recorded: 'productSet',
    words: /^(The id field|Product does not exist|Variants input is required)/,
    because: 'identifier, and options with their variants: that is how it is sent',
  },
  {
    recorded: 'productUpdate',
    words: /^Image URL is invalid/,
    because: 'only web addresses are sent (test/contracts/target-writer/products.ts, images)',
  },
  {
    recorded: 'productVariantsBulkUpdate',
    words:
      /^(Inventory quantities can only|Option does not exist|Product variant is missing ID|Cost per item)/,
    because: 'no stock, options, cost or row without id is sent for a variant that exists',
  },
  {
    recorded: 'productVariantsBulkCreate',
    words: /^(Product does not exist|Duplicated option name)/,
    because: 'the product was read a moment before; each option is named once',
  },
  {
    recorded: 'productOption(sCreate|Update)',
    words: /./,
    because:
      'the structure of a product is set as a whole (test/integration/products/structure.test.ts)',
  },
  {
    recorded: 'collectionCreate',
    words: /^Title is too long/,
    because: 'categories are cut to 255 characters, and that is told (TEXT_SHORTENED)',
  },
  {
    recorded: 'collectionUpdate',
    words: /[Rr]ule/,
    because: 'the app makes manual collections and sends no rules',
  },
  {
    recorded: 'productVariantAppendMedia',
    words: /./,
    because:
      'a picture stays off its variant, and that is told (test/integration/products/pictures.test.ts)',
  },
  {
    recorded: 'publishablePublish',
    words: /^(The same publication|PublicationId cannot be empty|Publish date)/,
    because: 'one channel that Shopify named, and no date',
  },
  {
    recorded: 'fileCreate',
    words: /./,
    because:
      'a picture of a description that is refused stays where it is, and that is told (test/integration/products/description-pictures.test.ts)',
  },
  {
    recorded: 'fileUpdate',
    words: /./,
    because:
      'only a product is taken off a file; refused, that is told on the images (test/contracts/target-writer-shopify.test.ts)',
  },
]
