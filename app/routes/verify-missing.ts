import type { LoaderFunctionArgs } from '@remix-run/node'
import { attachment } from '#app/routes/attachment.server.ts'
import { idFrom, merchant, orNotFound } from '#app/routes/merchant.server.ts'
import { missingReport } from '#app/verification/proof-report.server.ts'

/** What did not arrive in Shopify, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const { fileName, csv } = await orNotFound(missingReport(services, shop, idFrom(params['runId'])))
  return attachment(csv, { fileName, type: 'text/csv' })
}
