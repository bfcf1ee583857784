import type { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'

/** A file to be saved: never shown as a page, never kept by anybody in between. */
export function attachment(
  body: string | Readable,
  { fileName, type }: { fileName: string; type: string },
): Response {
  return new Response(typeof body === 'string' ? body : createReadableStreamFromReadable(body), {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
