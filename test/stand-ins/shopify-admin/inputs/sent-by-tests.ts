import { ourOperations } from './our-operations.ts'
import type { Sent } from './report.ts'
import { sentInputs } from './sent-inputs.ts'

/**
 * What the app sends is seen in these: every shape of record through the writer, odd records,
 * changes, and the whole app's story. They may send nothing that is not in the list, and together
 * they send all of it.
 */
export const TESTS_THAT_SEND = [
  'test/contracts/custom-data.test.ts',
  'test/contracts/target-writer-shopify.test.ts',
  'test/integration/cases.test.ts',
  'test/integration/collections/by-category.test.ts',
  'test/integration/products/description-pictures.test.ts',
  'test/integration/runs/mend-through-services.test.ts',
  'test/integration/products/online-store.test.ts',
  'test/integration/orders/changes.test.ts',
  'test/integration/orders/payments.test.ts',
  'test/integration/orders/two-currencies.test.ts',
  'test/integration/products/pictures.test.ts',
  'test/integration/products/structure.test.ts',
  'test/integration/story-through-services.test.ts',
]

/** Operation → inputs that the app's own documents were sent with in this process. */
export async function sentByApp(): Promise<Sent> {
  const noted = sentInputs()
  if (noted.size === 0) return {}
  return Object.fromEntries(
    (await ourOperations()).flatMap(({ name, text }) => {
      const paths = noted.get(text)
      return paths ? [[name, [...paths].toSorted()] as const] : []
    }),
  )
}
