import type { z } from 'zod'

/** The shape's own words where a fixture is not what a store sends. */
export function parsedOrThrow<T>(shape: z.ZodType<T>, raw: unknown): T {
  const { data, error } = shape.safeParse(raw)
  if (error || data === undefined) throw new Error(`Not readable: ${error?.message ?? 'nothing'}`)
  return data
}
