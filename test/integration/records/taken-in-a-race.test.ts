import { describe, expect, it } from 'vitest'
import { expectedOf, create, writeAll, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

/*
 * What Shopify answers to the second of two creations with one custom id is recorded for no
 * mutation. So these tests let the store refuse it in every way it might, and look at nothing but
 * the outcome: one record, adopted, and a refusal only where nothing is there.
 */

type Refusal = { field: readonly string[] | null; message: string; code?: string }
const refused = (root: string, userError: Refusal) => ({
  data: { [root]: { userErrors: [userError] } },
})

const kinds = [
  {
    kind: 'product',
    record: aProduct({ sourceId: '1', handle: 'mug', collections: [] }),
    operation: 'ProductSet',
    root: 'productSet',
    lookUp: 'ProductByCustomId',
    byIdentifier: 'productByIdentifier',
    refusals: [
      { field: ['input', 'metafields', '0', 'value'], message: 'Value has already been taken' },
      { field: ['input'], message: 'Must be unique', code: 'GENERIC_ERROR' },
      {
        field: ['input', 'handle'],
        message: 'Handle ‘mug’ already in use',
        code: 'HANDLE_NOT_UNIQUE',
      },
    ],
  },
  {
    kind: 'customer',
    record: aCustomer({ sourceId: '1', email: 'mara@example.com', tags: ['trade'] }),
    operation: 'CustomerSet',
    root: 'customerSet',
    lookUp: 'CustomerByCustomId',
    byIdentifier: 'customerByIdentifier',
    refusals: [
      { field: ['identifier', 'customId'], message: 'Value is not available', code: 'TAKEN' },
      { field: ['input', 'email'], message: 'Email has already been taken', code: 'TAKEN' },
      { field: null, message: 'Something went wrong' },
    ],
  },
  {
    kind: 'order',
    record: anOrder({ sourceId: '1' }),
    operation: 'OrderCreate',
    root: 'orderCreate',
    lookUp: 'OrderByCustomId',
    byIdentifier: 'orderByIdentifier',
    refusals: [
      { field: ['order', 'metafields', '0', 'value'], message: 'Value has already been taken' },
      { field: ['order', 'name'], message: 'Name is in use', code: 'TAKEN' },
      { field: ['order'], message: 'Ungültiger Wert', code: 'INVALID' },
    ],
  },
] as const

const cases = kinds.flatMap((kind) =>
  kind.refusals.map((refusal) => ({ ...kind, refusal, words: refusal.message })),
)

describe.each(cases)('$kind, refused with “$words”', (given) => {
  const { kind, record, operation, root, lookUp, byIdentifier, refusal } = given

  it('uses the one that another worker created a moment before', async () => {
    let second = false
    const target = await startShopifyTarget('plus', {
      answerInstead: (name) => (second && name === operation ? refused(root, refusal) : null),
    })
    try {
      const first = await writeOne(target.anotherWriter(), create(record))
      second = true
      const result = await writeOne(target.writer, create(record))
      expect(result).toMatchObject({ gid: first.gid, outcome: 'adopted', notes: [] })
      expect(result.snapshot.fields).toEqual(expectedOf(target.writer, record, result.snapshot))
      expect(result.children).toEqual(first.children)
      expect(target.shop[`${kind}s`].size).toBe(1)
    } finally {
      await target.shopify.close()
    }
  })

  it('uses its own whose answer was lost and that was not yet visible when it was looked up', async () => {
    let sent = 0
    let looked = 0
    const target = await startShopifyTarget('plus', {
      before: async (name) => void (name === operation && (sent += 1)),
      answerInstead: (name) => {
        if (name === operation && sent > 1) return refused(root, refusal)
        if (name === lookUp && looked++ === 0) return { data: { [byIdentifier]: null } }
        return null
      },
    })
    try {
      target.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: root })
      const result = await writeOne(target.writer, create(record))
      expect(sent).toBe(2)
      expect(result.outcome).toBe('adopted')
      expect(result.snapshot.fields).toEqual(expectedOf(target.writer, record, result.snapshot))
      expect(target.shop[`${kind}s`].size).toBe(1)
    } finally {
      await target.shopify.close()
    }
  })
})

it.each(kinds)(
  'a taken custom id of a $kind that stays invisible is a transient failure, not a second record',
  async ({ record, operation, root, lookUp, byIdentifier, refusals }) => {
    const target = await startShopifyTarget('plus', {
      answerInstead: (name) => {
        if (name === operation) return refused(root, refusals[0])
        if (name === lookUp) return { data: { [byIdentifier]: null } }
        return null
      },
    })
    try {
      const [result] = await writeAll(target.writer, [create(record)])
      expect(result).toMatchObject({
        ok: false,
        error: { code: 'REJECTED_BY_SHOPIFY', isTransient: true },
      })
      expect(target.changes.map(({ name }) => name)).toEqual([operation])
    } finally {
      await target.shopify.close()
    }
  },
)

it.each(kinds)(
  'a $kind refused at the top of the answer is looked up, too, and reported when it is not there',
  async ({ record, operation, root }) => {
    let isRefused = false
    const target = await startShopifyTarget('plus', {
      answerInstead: (name) =>
        isRefused && name === operation
          ? {
              data: { [root]: null },
              errors: [{ message: 'Not unique.', path: [root], extensions: { code: 'CONFLICT' } }],
            }
          : null,
    })
    try {
      isRefused = true
      const [alone] = await writeAll(target.writer, [create(record)])
      expect(alone).toMatchObject({ ok: false, error: { code: 'REJECTED_BY_SHOPIFY' } })
      isRefused = false
      const first = await writeOne(target.anotherWriter(), create(record))
      isRefused = true
      const second = await writeOne(target.writer, create(record))
      expect(second).toMatchObject({ gid: first.gid, outcome: 'adopted' })
    } finally {
      await target.shopify.close()
    }
  },
)

it('two workers creating the same records at once make one of each', async () => {
  const target = await startShopifyTarget()
  try {
    const records = kinds.map(({ record }) => record)
    const writers = [target.anotherWriter(), target.anotherWriter(), target.anotherWriter()]
    const results = await Promise.all(
      writers.map((writer) =>
        writeAll(
          writer,
          records.map((record) => create(record)),
        ),
      ),
    )
    for (const { kind } of kinds) {
      const gids = results
        .flat()
        .filter(({ intent }) => intent.record.kind === kind)
        .map((result) => (result.ok ? result.gid : result.error.message))
      expect(gids).toHaveLength(3)
      expect(new Set(gids).size, `${kind}: ${gids.join(', ')}`).toBe(1)
      expect(target.shop[`${kind}s`].size).toBe(1)
    }
  } finally {
    await target.shopify.close()
  }
})
