import { z } from 'zod'
import { beginningOf } from '#app/platform/stored-text.ts'
import { kindSchema } from '../kinds/kind-schema.ts'
import { messageSchema } from './message.ts'

export const text = z.string()
/** What the other side said, quoted as it is. */
export const words = z.string()
export const texts = z.array(z.string()).readonly()
export const count = z.number()
/** How many there are, and the names of the first: `someOf`. */
export const some = z.object({ names: texts, count })
export const yes = z.boolean()
export const kind = kindSchema
/** Name of a target field. */
export const field = z.string()
export const fields = z.array(z.string()).readonly()
/** ISO 4217, and a decimal string. */
export const money = z.object({ amount: z.string(), currency: z.string() }).readonly()
export const monies = z.array(money).readonly()
/** ISO 8601. */
export const moment = z.string()
/** Entity Points, as a decimal string. */
export const points = z.string()
/** Another message, said in the middle of this one. */
export const message = messageSchema
export const messages = z.array(messageSchema).readonly()

/** More names than a sentence should hold. */
const MOST_NAMES = 8
const LONGEST_NAME = 80

/** Names that nobody reads are not kept. */
export function someOf(all: readonly string[]): z.infer<typeof some> {
  const each = [...new Set(all)]
  const names = each.slice(0, MOST_NAMES).map((name) => beginningOf(name, LONGEST_NAME))
  return { names, count: each.length }
}
