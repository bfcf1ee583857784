import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import type { NotMet, Row } from './row.ts'

const WORDS = [
  'Value has a maximum length of 5.',
  'Value does not exist in provided choices: ["red", "blue"].',
  'Value is not the correct format.',
  "Value can't exceed 9999999999999.",
]

export const CUSTOM_DATA_ROWS: Row[] = WORDS.map((message, i) => ({
  recorded: 'metafieldsSet',
  operation: 'CustomDataSet',
  errors: [{ field: ['metafields', '0', 'value'], message, code: 'INVALID_VALUE' }],
  record: aCustomer({
    sourceId: `d${i}`,
    email: `data${i}@example.com`,
    metafields: (['shoe', 'hat'] as const).map((key) => ({
      key,
      name: key,
      type: 'single_line_text_field',
      value: 'as it was',
    })),
  }),
  then: { notes: [['CUSTOM_DATA_NOT_ACCEPTED', 'custom:shoe']], lost: ['custom:shoe'] },
}))

export const CUSTOM_DATA_NOT_MET: NotMet[] = [
  {
    recorded: 'metafieldsSet',
    words: /^Value /,
    because: 'one row is left out and told, whatever is wrong with its value (above)',
  },
  {
    recorded: 'metafieldsSet',
    words:
      /^(Exceeded the maximum|Key |Namespace |Type |Access to this namespace|Owner does not|The resource has been updated)/,
    because: '25 rows at most, under keys made for Shopify in a namespace of ours, without digests',
  },
  {
    recorded: 'metafieldsDelete',
    words: /./,
    because: 'only keys of a namespace of ours are taken away',
  },
  {
    recorded: 'metafieldDefinitionCreate',
    words: /^(Key is in use|Stores can only have|Limit of)/,
    because: 'used as it is, or the data arrives undefined (test/contracts/custom-data.test.ts)',
  },
  {
    recorded: 'metafieldDefinitionCreate',
    words: /./,
    because: 'names, keys and access are made for Shopify, and no capability is asked for',
  },
]
