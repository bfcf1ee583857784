import { messageSchema } from '#app/migration/messages/message.ts'
import { asMessage } from '#app/migration/messages/engine.ts'
import { z } from 'zod'
import { perKind } from '#app/migration/kinds/kind.ts'
import type { Problem } from '#app/words/problem.ts'

/** Earlier releases kept the sentence. */
const messageOrSentence = z.union([messageSchema, z.string().transform(asMessage)])
const problemsSchema = z.array(z.object({ code: z.string(), message: messageOrSentence }))
const countSchema = z
  .object({ new: z.number(), changed: z.number(), exact: z.boolean() })
  .nullable()

/** What a count of the old store gave, as it is remembered. */
export const countedSchema = z.object({
  /** Null: not counted; a kind that an earlier version did not know is not. */
  kinds: z.object(perKind(() => countSchema.default(null))),
  guests: z.number(),
  retrying: z.number(),
  /** Why the numbers may not be right. */
  doubts: problemsSchema,
  /** What Shopify's side says against a run. */
  target: problemsSchema,
  /** When it began: ISO 8601 UTC, our clock. */
  at: z.string(),
})
export type Counted = z.infer<typeof countedSchema>

/** What a count came to. */
export type CountOutcome = { counted: Counted } | { failed: Problem }
