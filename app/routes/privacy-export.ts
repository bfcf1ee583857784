import type { LoaderFunctionArgs } from '@remix-run/node'
import { idFrom, merchant, orNotFound } from '#app/routes/merchant.server.ts'
import { readPrivacyExport } from '#app/privacy/exports.server.ts'

/** One answer to a data request, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const { requestId, content } = await orNotFound(
    readPrivacyExport(services, shop, idFrom(params['id'])),
  )
  return new Response(JSON.stringify(content, null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="data-request-${requestId}.json"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
