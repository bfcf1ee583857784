import { z } from 'zod'
import { messageSchema, type Param, type Spec } from '#app/migration/messages/message.ts'
import * as parameters from '#app/migration/messages/parameters.ts'

/** More than any sentence needs to show all its turns. */
const MOST = 400

const OF_PARAMETER = new Map<unknown, readonly Param[]>([
  [parameters.moment, ['2026-11-30T22:10:00.000Z']],
  [parameters.points, ['12.5', '1204.0']],
  [parameters.field, ['billingAddress', 'variant:12.price']],
  [parameters.money, [{ amount: '12.30', currency: 'EUR' }]],
  [messageSchema, [{ key: 'runs.begun', params: {} }]],
])

/** Values that a schema takes: few and many, true and false, each word of an enumeration. */
function samplesOf(schema: unknown): readonly Param[] {
  const known = OF_PARAMETER.get(schema)
  if (known) return known
  if (schema instanceof z.ZodReadonly) return samplesOf(schema.unwrap())
  if (schema instanceof z.ZodNullable) return [null, ...samplesOf(schema.unwrap())]
  if (schema instanceof z.ZodEnum) return schema.options
  if (schema instanceof z.ZodString) return ['Blue mug']
  if (schema instanceof z.ZodNumber) return [0, 1, 2, 1204]
  if (schema instanceof z.ZodBoolean) return [true, false]
  if (schema instanceof z.ZodArray) {
    const each = samplesOf(schema.element)
    return [each.slice(0, 1), Array.from({ length: 20 }, (_, i) => each[i % each.length] ?? null)]
  }
  if (schema instanceof z.ZodObject) return ofShape(schema.shape)
  throw new Error('This test knows no sample of such a parameter')
}

/** Every combination, as far as there are not too many. */
export function ofShape(shape: Spec[string]): Record<string, Param>[] {
  return Object.entries(shape).reduce<Record<string, Param>[]>(
    (all, [name, schema]) =>
      all
        .flatMap((before) => samplesOf(schema).map((value) => ({ ...before, [name]: value })))
        .slice(0, MOST),
    [{}],
  )
}
