import { z } from 'zod'

/** The form of a case file; `README.md` beside this file is its description for people. */

export const json = z.json()
export type Json = z.infer<typeof json>

const row = z.record(z.string(), json)
export type PartialRow = z.infer<typeof row>
const rows = z.array(row)
const rowsByParent = z.record(z.string(), rows)

const sourceRows = z.strictObject({
  products: rows.optional(),
  /** By product id. */
  variations: rowsByParent.optional(),
  customers: rows.optional(),
  orders: rows.optional(),
  /** By order id. */
  refunds: rowsByParent.optional(),
  notes: rowsByParent.optional(),
  categories: rows.optional(),
  /* Of Magento alone. */
  attributes: rows.optional(),
  groups: rows.optional(),
  invoices: rows.optional(),
  shipments: rows.optional(),
  creditmemos: rows.optional(),
  /** By SKU. */
  stock: z.record(z.string(), row).optional(),
})
export type SourceRows = z.infer<typeof sourceRows>

const answer = z.strictObject({
  path: z.string().min(1),
  query: z.record(z.string(), z.string().nullable()).optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  json: json.optional(),
  text: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  dictionary: z.boolean().optional(),
})

const kind = z.enum(['product', 'customer', 'order'])

const told = z.union([
  z.string().transform((code) => ({ code, words: [] as string[], severity: undefined })),
  z
    .strictObject({
      code: z.string().optional(),
      words: z.array(z.string()).default([]),
      severity: z.enum(['failed', 'conflict', 'note']).optional(),
    })
    .refine(
      ({ code, words, severity }) =>
        code !== undefined || words.length > 0 || severity !== undefined,
      'needs a code, words or a severity',
    ),
])
export type Told = z.infer<typeof told>

const recordExpectation = z
  .strictObject({
    kind,
    sourceId: z.coerce.string().optional(),
    /** The customer made of a guest order's e-mail. */
    guest: z.string().optional(),
    /** True: must not be in Shopify at all. */
    absent: z.boolean().default(false),
    read: z.record(z.string(), json).default({}),
    told: z.array(told).default([]),
    notTold: z.union([z.literal('anything'), z.array(z.string())]).default([]),
  })
  .refine(
    ({ sourceId, guest }) => (sourceId === undefined) !== (guest === undefined),
    'needs either "sourceId" or "guest"',
  )
export type RecordExpectation = z.infer<typeof recordExpectation>

const runExpectation = z.union([
  z.literal('completed'),
  z.strictObject({
    paused: z.union([z.string(), z.literal(true)]),
    words: z.array(z.string()).default([]),
  }),
])
export type RunExpectation = z.infer<typeof runExpectation>

const expectation = z.strictObject({
  run: runExpectation.default('completed'),
  records: z.array(recordExpectation).default([]),
  /** How many records of a kind Shopify has. */
  counts: z.partialRecord(kind, z.int()).optional(),
})
export type Expectation = z.infer<typeof expectation>

const step = z.strictObject({
  /** How much later, in minutes. */
  minutes: z.number().min(0).default(60),
  source: sourceRows.default({}),
  /** Ids that are gone in the source. */
  remove: z
    .strictObject({
      products: z.array(z.number()).optional(),
      customers: z.array(z.number()).optional(),
      orders: z.array(z.number()).optional(),
      refunds: z.record(z.string(), z.array(z.number())).optional(),
      variations: z.record(z.string(), z.array(z.number())).optional(),
      categories: z.array(z.number()).optional(),
      invoices: z.array(z.number()).optional(),
      shipments: z.array(z.number()).optional(),
      creditmemos: z.array(z.number()).optional(),
    })
    .default({}),
  /** What the merchant does in Shopify meanwhile; `{{order 101}}` is that record's gid there. */
  shopify: z.array(z.string()).default([]),
  /** Takes the place of the answers before. */
  answers: z.array(answer).optional(),
  run: z.enum(['recent', 'full', 'compare', 'none']).default('recent'),
  expect: expectation.optional(),
})
export type Step = z.infer<typeof step>

export const caseFile = z.strictObject({
  title: z.string().min(1),
  why: z.string().min(1),
  /** Whose old store it is: its rows are the cart's own. */
  cart: z.enum(['woocommerce', 'magento']).default('woocommerce'),
  store: z
    .strictObject({
      currency: z.string().length(3).default('USD'),
      weightUnit: z.enum(['kg', 'g', 'lbs', 'oz']).default('kg'),
      timezone: z.string().default('UTC'),
      statuses: z.array(z.strictObject({ slug: z.string(), name: z.string() })).default([]),
      /** Magento's store views beside the default one, which is 1 of website 1. */
      views: z
        .array(
          z.strictObject({
            id: z.int().min(2),
            code: z.string(),
            name: z.string(),
            websiteId: z.int().default(1),
            currency: z.string().length(3).optional(),
          }),
        )
        .default([]),
      /** The code of the view that is moved. */
      view: z.string().optional(),
    })
    .prefault({}),
  source: sourceRows,
  answers: z.array(answer).default([]),
  /** Of the full run, where steps follow. */
  first: expectation.optional(),
  then: z.array(step).default([]),
  /** At the end. */
  expect: expectation,
})
export type CaseFile = z.infer<typeof caseFile>

/** What is wrong with a file, in one sentence a stranger can act on; or the case. */
export function parseCase(text: string): { case: CaseFile } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `is not JSON (${error instanceof Error ? error.message : 'unreadable'}).` }
  }
  const parsed = caseFile.safeParse(value)
  if (parsed.success) return { case: parsed.data }
  const sentences = parsed.error.issues.slice(0, 5).map(sentence)
  const more = parsed.error.issues.length - sentences.length
  return {
    problem: `does not have the form of a case: ${sentences.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join('.') || 'the file'
  if (issue.code === 'unrecognized_keys') {
    return `${at} has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which nobody knows`
  }
  return `${at}: ${issue.message}`
}
