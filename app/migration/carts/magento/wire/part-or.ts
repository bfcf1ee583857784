import { z } from 'zod'
import { isNothing } from '../../kit/wire/shapes.ts'

/** PHP writes an empty list where nothing was added. */
export const partOr = <T>(part: z.ZodType<T>) =>
  z.preprocess((value) => (isNothing(value) || Array.isArray(value) ? {} : value), part)
