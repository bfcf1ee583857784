import type { LoaderFunctionArgs } from '@remix-run/node'
import { attachment } from '#app/web/attachment.server.ts'
import { idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { readPrivacyExport } from '#app/privacy/exports.server.ts'

/** One answer to a data request, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const { requestId, content } = await orNotFound(
    readPrivacyExport(services, shop, idFrom(params['id'])),
  )
  return attachment(JSON.stringify(content, null, 2), {
    fileName: `data-request-${requestId}.json`,
    type: 'application/json',
  })
}
