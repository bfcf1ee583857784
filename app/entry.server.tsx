import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import pLimit from 'p-limit'
import { renderToPipeableStream } from 'react-dom/server'
import { env } from '#app/env.server.ts'
import { secureHeaders } from '#app/web/security-headers.server.ts'
import { services } from '#app/services.server.ts'
import { shopify } from '#app/shopify.server.ts'

// A wrong environment stops the server at start, not the first merchant.
env()

/** How long a page may wait for what it shows later (an estimate asks the old store page by page). */
export const streamTimeout = 120_000

/**
 * Drawing a page keeps the process busy without a pause. As many as come at once are drawn one after
 * the other, so that whatever else is asked for gets its turn in between. What a page waits for (the
 * database, an old store) was waited for before.
 */
const drawing = pLimit(1)

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
  const isRobot = isbot(request.headers.get('user-agent') ?? '')
  let code = status

  return new Promise((resolve, reject) => {
    const draw = (done: () => void) => {
      // A visitor who left while others were drawn wants nothing any more.
      if (request.signal.aborted) {
        reject(new Error('The visitor has left.', { cause: request.signal.reason }))
        return done()
      }
      const { pipe, abort } = renderToPipeableStream(
        <RemixServer context={context} url={request.url} abortDelay={streamTimeout} />,
        {
          onShellReady: () => {
            done()
            if (!isRobot) send()
          },
          onAllReady: () => {
            // Until then it would hold on to everything that the page showed.
            clearTimeout(limit)
            if (isRobot) send()
          },
          onShellError: (error: unknown) => {
            done()
            reject(error)
          },
          onError: (error: unknown) => {
            code = 500
            services().logger.error({ err: error }, 'A page could not be rendered')
          },
        },
      )
      const limit = setTimeout(abort, streamTimeout + 1_000).unref()
      const send = () => {
        const body = new PassThrough()
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }))
        pipe(body)
      }
    }
    void drawing(() => new Promise<void>(draw))
  })
}

/** Errors of loaders and actions; the visitor sees a sentence, the log the cause. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return
  const { pathname } = new URL(request.url)
  services().logger.error({ err: error, path: pathname }, 'A request failed')
}
