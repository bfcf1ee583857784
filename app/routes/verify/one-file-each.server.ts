import { verificationSays } from '#app/migration/messages/verification.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { finished } from 'node:stream'
import type { Report } from '#app/verification/proof-report.server.ts'
import { attachment } from '#app/web/attachment.server.ts'

const making = new Set<string>()

/**
 * A file that is made by reading both stores while it is sent: one at a time for each shop in this
 * process, so that a shop that asks again and again costs no other shop anything. Ends with the
 * visitor who asked for it.
 *
 * @returns 429 with a sentence while another one is being made
 */
export async function oneFileEach(shop: string, make: () => Promise<Report>): Promise<Response> {
  if (making.has(shop)) {
    return new Response(sentenceOf(verificationSays('fileBeingMade')), {
      status: 429,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  }
  making.add(shop)
  try {
    const { fileName, csv } = await make()
    finished(csv, () => making.delete(shop))
    return attachment(csv, { fileName, type: 'text/csv' })
  } catch (error) {
    making.delete(shop)
    throw error
  }
}
