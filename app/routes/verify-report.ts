import type { LoaderFunctionArgs } from '@remix-run/node'
import { attachment } from '#app/routes/attachment.server.ts'
import { idFrom, merchant, orNotFound } from '#app/routes/merchant.server.ts'
import { proofReport } from '#app/verification/proof-report.server.ts'

/** What a run brought, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const { fileName, csv } = await orNotFound(proofReport(services, shop, idFrom(params['runId'])))
  return attachment(csv, { fileName, type: 'text/csv' })
}
