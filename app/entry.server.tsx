import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { env } from '#app/env.server.ts'
import { secureHeaders } from '#app/security-headers.server.ts'
import { services } from '#app/services.server.ts'
import { shopify } from '#app/shopify.server.ts'

// A wrong environment stops the server at start, not the first merchant.
env()

/** How long a page may wait for what it shows later (an estimate asks the old store page by page). */
export const streamTimeout = 120_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  shopify().addDocumentResponseHeaders(request, headers)
  secureHeaders(request, headers)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  // Robots get the finished page, people the first part as soon as there is one.
  const ready = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady'
  let code = status

  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={context} url={request.url} abortDelay={streamTimeout} />,
      {
        [ready]: () => {
          const body = new PassThrough()
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }))
          pipe(body)
        },
        onShellError: reject,
        onError: (error: unknown) => {
          code = 500
          services().logger.error({ err: error }, 'A page could not be rendered')
        },
      },
    )
    setTimeout(abort, streamTimeout + 1_000).unref()
  })
}

/** Errors of loaders and actions; the visitor sees a sentence, the log the cause. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return
  const { pathname } = new URL(request.url)
  services().logger.error({ err: error, path: pathname }, 'A request failed')
}
