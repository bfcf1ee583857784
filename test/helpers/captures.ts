import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Recorded HTTP exchanges lie beside the repository where they are available at all. */
const folder = (cart: string) =>
  fileURLToPath(new URL(`../../../shared/captures/${cart}/`, import.meta.url))

export const capturesOf = (cart: string): { available: boolean } => ({
  available: existsSync(folder(cart)),
})

const exchange = z.object({
  step: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.string()).optional(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
})
export type CapturedExchange = z.infer<typeof exchange> & { file: string }

export const readCaptures = (cart: string): CapturedExchange[] => readExchanges(folder(cart))

/** The exchanges of a folder, whose name ends with a slash. */
export function readExchanges(place: string): CapturedExchange[] {
  return readdirSync(place)
    .filter((file) => /^\d+-.*\.json$/.test(file))
    .sort()
    .flatMap((file) => {
      const parsed = exchange.safeParse(JSON.parse(readFileSync(`${place}${file}`, 'utf8')))
      return parsed.success ? [{ ...parsed.data, file }] : []
    })
}
