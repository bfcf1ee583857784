import { expect, it } from 'vitest'
import { z } from 'zod'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { MAGENTO_REPLAY } from './columns.ts'
import { describeColumn } from './contract/describe-column.ts'
import { recordedMagento } from './replay/magento.ts'

describeColumn(MAGENTO_REPLAY)

const listed = z.object({
  items: z.array(z.record(z.string(), z.unknown())).nullable(),
  total_count: z.number(),
})
const idsOf = (body: unknown) => {
  const { items, total_count } = listed.parse(body)
  return [total_count, items?.map((row) => row['entity_id'] ?? row['id']) ?? null]
}

/** Every page of the three lists as it was recorded before anything changed. */
const pages = capturesOf('magento').available
  ? readCaptures('magento').filter(({ file }) => {
      const number = Number(file.slice(0, 3))
      const isRefusal = /ps-minus|no-criteria|bad-/.test(file)
      return number >= 120 && number <= 172 && !isRefusal
    })
  : []

it.skipIf(pages.length === 0)('works out the pages that were recorded', () => {
  expect(pages.length).toBeGreaterThan(25)
  const { url, worksOut } = recordedMagento()
  for (const { file, request, response } of pages) {
    const asked = new URL(url + request.path)
    for (const [name, value] of Object.entries(request.query ?? {})) {
      asked.searchParams.set(name, value)
    }
    const init = { headers: { authorization: 'Bearer token-as-recorded' } }
    const answer = worksOut({ method: 'GET', url: asked, init })
    expect.soft(answer?.status, file).toBe(response.status)
    if (isList(response.body)) expect.soft(idsOf(answer?.body), file).toEqual(idsOf(response.body))
  }
})

const isList = (body: unknown): boolean => listed.safeParse(body).success
